"""The help desks of a story: opened, shared out week by week, asked, answered, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from commonplace.demo.events import Course
from commonplace.demo.telling_undertakings import AskedTold, DeskTold
from commonplace.undertakings.actions import faq, helping, outside, rota
from commonplace.undertakings.actions.beginning import take_hand
from commonplace.undertakings.models import Asked, OutsideQuestion, Undertaking

WEEKS = 12
OUTSIDE = "garden@outside.example"


class Helped:
    """Plans every help desk into the course of its community."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.made: dict[str, Undertaking] = {}
        self.asked: dict[str, Asked] = {}

    def plan(self) -> None:
        for told in self.course.story.undertakings.desks:
            self._plan(told)

    def _plan(self, told: DeskTold) -> None:
        course = self.course
        opened = course.ago(told.days_ago)
        course.plan(opened, self._open, told)
        for days_ago in told.shared_days_ago:
            course.plan(course.ago(days_ago), self._share, told)
        for one in told.asked:
            asked_at = course.ago(one.days_ago)
            course.plan(asked_at, self._ask, told, one)
            if one.passed:
                course.plan(asked_at + timedelta(hours=one.passed["after"]), self._pass_on, told, one)
            for answer in one.answers:
                course.plan(asked_at + timedelta(hours=answer["after"]), self._answer, told, one, answer)
            if one.closed:
                last = max((answer["after"] for answer in one.answers), default=0)
                course.plan(asked_at + timedelta(hours=last + 30), self._close, told, one)
        for line in told.lines:
            course.plan(course.ago(line["days_ago"]), self._write, told, line)

    def _open(self, told: DeskTold, *, at: datetime) -> None:
        persons = self.course.persons
        here = self.made[told.key] = helping.open_desk(
            by=persons[told.by],
            space=self.course.spaces[told.space],
            title=told.title,
            purpose=told.purpose,
            promised_hours=told.promised_hours,
            at=at,
        )
        for who in told.hands:
            take_hand(person=persons[who], undertaking=here, at=at)
        if told.opened_by:
            by = persons[told.opened_by]
            helping.set_up(by=by, undertaking=here, promised_hours=told.promised_hours, is_open_outside=True)
        here.helpdesk.refresh_from_db()

    def _share(self, told: DeskTold, *, at: datetime) -> None:
        by = self.course.persons[told.by]
        rota.share_out(by=by, undertaking=self.made[told.key], weeks=WEEKS, at=at)

    def _ask(self, told: DeskTold, one: AskedTold, *, at: datetime) -> None:
        here = self.made[told.key]
        if one.by:
            by = self.course.persons[one.by]
            self.asked[one.key] = helping.ask(by=by, undertaking=here, title=one.title, text=one.text, at=at)
            return
        # As it stands once the letter was answered; the demo writes none to anybody outside.
        question = OutsideQuestion.objects.create(
            desk=here.helpdesk, name=one.name, address=OUTSIDE, title=one.title, source=one.text, at=at
        )
        outside.confirm(question=question, at=at)
        if not one.waits:
            steward = self.course.persons[told.opened_by]
            self.asked[one.key] = helping.let_in(by=steward, undertaking=here, question=question, at=at)

    def _pass_on(self, told: DeskTold, one: AskedTold, *, at: datetime) -> None:
        persons = self.course.persons
        helping.pass_on(
            by=persons[one.passed["by"]],
            undertaking=self.made[told.key],
            asked=self.asked[one.key],
            to=persons[one.passed["to"]],
            why=one.passed.get("why", ""),
            at=at,
        )

    def _answer(self, told: DeskTold, one: AskedTold, answer: Mapping[str, Any], *, at: datetime) -> None:
        by, here = self.course.persons[answer["by"]], self.made[told.key]
        helping.answer(by=by, undertaking=here, asked=self.asked[one.key], text=answer["text"], at=at)

    def _close(self, told: DeskTold, one: AskedTold, *, at: datetime) -> None:
        asked, here = self.asked[one.key], self.made[told.key]
        if one.by:
            helping.close(by=self.course.persons[one.by], undertaking=here, asked=asked, how=one.closed, at=at)
        else:
            found = Asked.objects.select_related("desk__undertaking__community", "desk__undertaking__space")
            helping.close_from_outside(asked=found.get(pk=asked.pk), how=one.closed, at=at)

    def _write(self, told: DeskTold, line: Mapping[str, Any], *, at: datetime) -> None:
        faq.write_line(
            by=self.course.persons[line["by"]],
            undertaking=self.made[told.key],
            question=line["question"],
            text=line["text"],
            out_of=[self.asked[key].pk for key in line.get("out_of", ())],
            at=at,
        )
