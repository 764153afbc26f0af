"""The benchmarks and learning projects of a story, each through its own actions and at its own moments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from commonplace.demo.events import Course, soon_after
from commonplace.demo.telling_groups import ComparedTold, LookedTold, ProjectTold
from commonplace.undertakings.actions import comparing, lessons, looking_out, projects, taking_part
from commonplace.undertakings.models import Lesson, Measure, OutsideSource, Period, Undertaking

AN_HOUR = timedelta(hours=1)


class InGroups:
    """Plans every benchmark and every learning project into the course of its community."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.made: dict[str, Undertaking] = {}

    def plan(self) -> None:
        told = self.course.story.groups
        for compared in told.compared:
            self._plan_compared(compared)
        for looked in told.looked:
            self._plan_looked(looked)
        for project in told.projects:
            self._plan_project(project)

    def _at(self, row: Mapping[str, Any], do: Callable[..., object], *told: object) -> None:
        self.course.plan(self.course.ago(row["days_ago"]), do, *told, row)

    def _come_in(self, title: str, by: str, who: str, speaks_for: str = "", *, at: datetime) -> None:
        here, persons = self.made[title], self.course.persons
        part = taking_part.take_part(person=persons[who], undertaking=here, speaks_for=speaks_for, at=at)
        if part.let_in_at is None:
            taking_part.let_in(by=persons[by], undertaking=here, row=part, at=at)

    # --- Compared -------------------------------------------------------------------------------------------------

    def _plan_compared(self, told: ComparedTold) -> None:
        course = self.course
        begun = course.ago(told.days_ago)
        course.plan(begun, self._compare, told)
        for who, speaks_for in told.group.items():
            if who != told.by:
                course.plan(soon_after(begun, who, hours=(4, 60)), self._come_in, told.title, told.by, who, speaks_for)
        for row in told.periods:
            self._at(row, self._add_period, told)
        for row in told.given:
            self._at(row, self._give, told)
        for row in told.shows:
            self._at(row, self._show, told)
        for row in told.lessons:
            self._at(row, self._word, told)
            for who in row.get("yes", ()):
                said = soon_after(course.ago(row["days_ago"]), who, hours=(3, 70))
                course.plan(said, self._agree, told, row, who)

    def _compare(self, told: ComparedTold, *, at: datetime) -> None:
        by = self.course.persons[told.by]
        here = self.made[told.title] = comparing.begin_comparison(
            by=by,
            space=self.course.spaces[told.space],
            title=told.title,
            question=told.question,
            promise=told.promise,
            period=told.period,
            speaks_for=told.group[told.by],
            at=at,
        )
        for measure in told.measures.values():
            comparing.add_measure(by=by, undertaking=here, terms=comparing.MeasureTerms(**measure), at=at + AN_HOUR)

    def _measure(self, told: ComparedTold, key: str) -> Measure:
        return Measure.objects.get(benchmark=self.made[told.title].pk, name=told.measures[key]["name"])

    def _add_period(self, told: ComparedTold, row: Mapping[str, Any], *, at: datetime) -> None:
        here = self.made[told.title]
        comparing.add_period(by=self.course.persons[told.by], undertaking=here, words=row["words"], at=at)

    def _give(self, told: ComparedTold, row: Mapping[str, Any], *, at: datetime) -> None:
        here = self.made[told.title]
        given = {}
        for key, (number, note) in row["numbers"].items():
            amount = Decimal(number) if number else None
            given[self._measure(told, key).pk] = comparing.Given(amount, note, is_left_out=amount is None)
        period = Period.objects.get(benchmark=here.pk, words=row.get("period", told.period))
        comparing.give(by=self.course.persons[row["by"]], undertaking=here, period=period, given=given, at=at)

    def _show(self, told: ComparedTold, row: Mapping[str, Any], *, at: datetime) -> None:
        by, measure = self.course.persons[row["by"]], self._measure(told, row["measure"])
        here = self.made[told.title]
        comparing.offer_to_show(by=by, undertaking=here, measure=measure, words=row["words"], at=at)

    def _word(self, told: ComparedTold, row: Mapping[str, Any], *, at: datetime) -> None:
        here = self.made[told.title]
        lessons.word_lesson(by=self.course.persons[row["by"]], undertaking=here, text=row["text"], at=at)

    def _agree(self, told: ComparedTold, row: Mapping[str, Any], who: str, *, at: datetime) -> None:
        here = self.made[told.title]
        lesson = Lesson.objects.get(benchmark=here.pk, source=row["text"])
        lessons.agree(by=self.course.persons[who], undertaking=here, lesson=lesson, on=lesson.wording, at=at)

    # --- Looked at ------------------------------------------------------------------------------------------------

    def _plan_looked(self, told: LookedTold) -> None:
        course = self.course
        begun = course.ago(told.days_ago)
        course.plan(begun, self._look, told)
        for who in told.group:
            course.plan(soon_after(begun, who, hours=(4, 50)), self._come_in, told.title, told.by, who)
        for row in told.lines:
            self._at(row, self._put_beside, told)
        for row in told.fits:
            self._at(row, self._fit, told)
        if told.finding:
            course.plan(course.ago(told.found_days_ago), self._find, told)

    def _look(self, told: LookedTold, *, at: datetime) -> None:
        by = self.course.persons[told.by]
        here = self.made[told.title] = looking_out.begin_looking_out(
            by=by,
            space=self.course.spaces[told.space],
            title=told.title,
            question=told.question,
            whose=told.whose,
            practice=told.practice,
            at=at,
        )
        for row in told.sources.values():
            looking_out.keep_source(by=by, undertaking=here, terms=looking_out.SourceTerms(**row), at=at + AN_HOUR)

    def _put_beside(self, told: LookedTold, row: Mapping[str, Any], *, at: datetime) -> None:
        here = self.made[told.title]
        named = told.sources[row["source"]]["what"]
        terms = looking_out.YardstickTerms(
            name=row["name"],
            theirs=row["theirs"],
            ours=row.get("ours", ""),
            source=OutsideSource.objects.get(benchmark=here.pk, what=named),
            is_confidential=row.get("confidential", False),
        )
        looking_out.keep_yardstick(by=self.course.persons[row["by"]], undertaking=here, terms=terms, at=at)

    def _fit(self, told: LookedTold, row: Mapping[str, Any], *, at: datetime) -> None:
        by, here = self.course.persons[row["by"]], self.made[told.title]
        looking_out.say_what_fits(by=by, undertaking=here, how=row["how"], words=row["words"], at=at)

    def _find(self, told: LookedTold, *, at: datetime) -> None:
        by, here = self.course.persons[told.by], self.made[told.title]
        looking_out.find(by=by, undertaking=here, text=told.finding, at=at)

    # --- Found out ------------------------------------------------------------------------------------------------

    def _plan_project(self, told: ProjectTold) -> None:
        course = self.course
        begun = course.ago(told.days_ago)
        course.plan(begun, self._begin, told)
        for who in told.group:
            course.plan(soon_after(begun, who, hours=(4, 90)), self._come_in, told.title, told.by, who)
        for row in told.milestones:
            for days_ago, on_days_ago, why in row.get("moved", ()):
                course.plan(course.ago(days_ago), self._move, told, row, on_days_ago, why)
            if "reached_days_ago" in row:
                course.plan(course.ago(row["reached_days_ago"]), self._reach, told, row)
            if "let_go_days_ago" in row:
                course.plan(course.ago(row["let_go_days_ago"]), self._let_go, told, row)
        for row in told.notes:
            self._at(row, self._note, told)
        if told.product:
            self._at(told.product, self._make, told)
        if told.became:
            course.plan(course.ago(told.closed_days_ago), self._close, told)

    def _begin(self, told: ProjectTold, *, at: datetime) -> None:
        by, space = self.course.persons[told.by], self.course.spaces[told.space]
        here = projects.begin_project(by=by, space=space, title=told.title, question=told.question, at=at)
        self.made[told.title] = here
        for row in told.milestones:
            on = self.course.ago(row["on_days_ago"]).date()
            projects.add_milestone(by=by, undertaking=here, words=row["words"], on=on, at=at)

    def _what(self, told: ProjectTold, row: Mapping[str, Any]) -> dict[str, Any]:
        here = self.made[told.title]
        milestone = here.learningproject.milestones.get(words=row["words"])
        return {"by": self.course.persons[told.by], "undertaking": here, "milestone": milestone}

    def _move(self, told: ProjectTold, row: Mapping[str, Any], on: float, why: str, *, at: datetime) -> None:
        projects.move(**self._what(told, row), on=self.course.ago(on).date(), why=why, at=at)

    def _reach(self, told: ProjectTold, row: Mapping[str, Any], *, at: datetime) -> None:
        projects.reach(**self._what(told, row), at=at)

    def _let_go(self, told: ProjectTold, row: Mapping[str, Any], *, at: datetime) -> None:
        projects.give_up(**self._what(told, row), why=row.get("why", ""), at=at)

    def _note(self, told: ProjectTold, row: Mapping[str, Any], *, at: datetime) -> None:
        here = self.made[told.title]
        projects.note(by=self.course.persons[row["by"]], undertaking=here, words=row["words"], at=at)

    def _make(self, told: ProjectTold, row: Mapping[str, Any], *, at: datetime) -> None:
        lies = self.course.conversations[row["conversation"]]
        product = projects.Product(row["what"], row["for_whom"], conversation=lies)
        by, here = self.course.persons[told.by], self.made[told.title]
        projects.keep_product(by=by, undertaking=here, product=product, at=at)

    def _close(self, told: ProjectTold, *, at: datetime) -> None:
        by, here = self.course.persons[told.by], self.made[told.title]
        projects.close(by=by, undertaking=here, became=told.became, at=at)
