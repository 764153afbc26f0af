"""People brought together: by a steward and by members, coffees of the months, and what a steward noted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from commonplace.demo.events import Course
from commonplace.demo.telling_weaving import NoteTold, ThoughtTold
from commonplace.weaving.actions.answering import answer, say_what_came
from commonplace.weaving.actions.coffee import come_in, draw_in
from commonplace.weaving.actions.finding import find_in
from commonplace.weaving.actions.introducing import propose
from commonplace.weaving.actions.noting import note
from commonplace.weaving.actions.suggesting import suggest
from commonplace.weaving.models import Introduction

DAY = timedelta(days=1)


class Woven:
    """Plans it into the course of its community."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.told = course.story.woven
        self.introduced: list[Introduction] = []

    def plan(self) -> None:
        course, told = self.course, self.told
        for one in told.notes:
            course.plan(course.ago(one.days_ago), self._note, one)
        for thought in told.thoughts:
            _Thought(course, thought).plan()
        for who in told.coffee:
            course.plan(course.ago(told.coffee_days_ago), self._come_in, who)
        for month in self._months():
            course.plan(month, self._draw)
        if told.introduced_by:
            asked = course.ago(told.introduced_days_ago)
            course.plan(asked, self._introduce)
            for days in (1, 3):
                course.plan(asked + days * DAY, self._answer)
            course.plan(course.ago(1), self._find)

    def _months(self) -> list[datetime]:
        """The first morning of each month since they are in."""
        months: list[datetime] = []
        if self.told.coffee:
            day = self.course.now.astimezone(UTC).replace(hour=6, minute=0, second=0, microsecond=0)
            while (first := day.replace(day=1)) > self.course.ago(self.told.coffee_days_ago):
                months.append(first)
                day = first - DAY
        return months

    def _note(self, told: NoteTold, *, at: datetime) -> None:
        persons = self.course.persons
        note(by=persons[told.by], community=self.course.community, person=persons[told.about], text=told.text, at=at)

    def _come_in(self, who: str, *, at: datetime) -> None:
        come_in(by=self.course.persons[who], community=self.course.community, at=at)

    def _draw(self, *, at: datetime) -> None:
        draw_in(self.course.community, month=at.astimezone(UTC).date().replace(day=1), now=at)

    def _find(self, *, at: datetime) -> None:
        find_in(self.course.community, now=at)

    def _introduce(self, *, at: datetime) -> None:
        self._find(at=at)
        by = self.course.persons[self.told.introduced_by]
        found = Introduction.objects.tended_by(by).proposed().filter(community=self.course.community)
        self.introduced = list(found.select_related("community").order_by("pk")[:1])
        for one in self.introduced:
            propose(by=by, introduction=one, words=self.told.words, at=at)

    def _answer(self, *, at: datetime) -> None:
        """One of the two who has not answered says yes."""
        for one in self.introduced:
            side = one.sides.filter(says="").select_related("person").order_by("-seeks", "pk").first()
            if side is not None:
                answer(by=side.person, introduction=one, says="yes", at=at)


class _Thought:
    """Two of whom a member thinks that they should meet, and what each of them says by themselves."""

    def __init__(self, course: Course, told: ThoughtTold) -> None:
        self.course = course
        self.told = told
        self.made: Introduction | None = None

    def plan(self) -> None:
        told, thought_at = self.told, self.course.ago(self.told.days_ago)
        self.course.plan(thought_at, self._suggest)
        for who, days in zip(told.of, told.yes_after, strict=False):
            self.course.plan(thought_at + days * DAY, self._say_yes, who)
        if told.came:
            self.course.plan(thought_at + told.came_after * DAY, self._say_what_came)

    def _suggest(self, *, at: datetime) -> None:
        by, one, other = (self.course.persons[who] for who in (self.told.by, *self.told.of))
        self.made = suggest(by=by, community=self.course.community, one=one, other=other, words=self.told.words, at=at)

    def _say_yes(self, who: str, *, at: datetime) -> None:
        if self.made is not None:
            answer(by=self.course.persons[who], introduction=self.made, says="yes", at=at)

    def _say_what_came(self, *, at: datetime) -> None:
        if self.made is not None:
            say_what_came(by=self.course.persons[self.told.of[0]], introduction=self.made, came=self.told.came)
