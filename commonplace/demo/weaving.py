"""People brought together: two introduced, coffees of the months, and what a steward noted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from commonplace.demo.events import Course
from commonplace.demo.telling_weaving import NoteTold
from commonplace.weaving.actions.answering import answer
from commonplace.weaving.actions.coffee import come_in, draw_in
from commonplace.weaving.actions.finding import find_in
from commonplace.weaving.actions.introducing import propose
from commonplace.weaving.actions.noting import note
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
