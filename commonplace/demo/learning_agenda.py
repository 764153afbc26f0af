"""How a community chose what to learn: somebody puts it on the agenda, others weigh and carry it, and it ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from commonplace.agenda.actions.items import carry, end, put, review, weigh
from commonplace.agenda.models import Item, Kind
from commonplace.demo.events import Course, soon_after
from commonplace.demo.telling_agenda import LookedBackTold, OnAgendaTold


class Choosing:
    """Plans each thing on the agenda into the course of its community."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.made: dict[str, Item] = {}

    def plan(self) -> None:
        course, told = self.course, self.course.story.agenda
        for one in told.items:
            put_at = course.ago(one.days_ago)
            course.plan(put_at, self._put, one)
            if one.carried_by:
                course.plan(put_at + timedelta(days=2), self._carry, one)
            for who in one.matters_to:
                course.plan(soon_after(put_at, one.title, who, hours=(2, 200)), self._weigh, one, who)
            if one.came_of:
                course.plan(course.ago(one.ended_days_ago), self._end, one)
        for looked in told.reviews:
            course.plan(course.ago(looked.days_ago), self._review, looked)

    def _put(self, told: OnAgendaTold, *, at: datetime) -> None:
        self.made[told.title] = put(
            by=self.course.persons[told.by],
            space=self.course.spaces[self.course.story.agenda.space],
            kind=Kind(told.kind),
            title=told.title,
            why=told.why,
            form=told.form,
            at=at,
        )

    def _carry(self, told: OnAgendaTold, *, at: datetime) -> None:
        carry(by=self.course.persons[told.carried_by], item=self.made[told.title], at=at)

    def _weigh(self, told: OnAgendaTold, who: str, *, at: datetime) -> None:
        weigh(person=self.course.persons[who], item=self.made[told.title], at=at)

    def _end(self, told: OnAgendaTold, *, at: datetime) -> None:
        by = self.course.persons[told.carried_by or told.by]
        end(by=by, item=self.made[told.title], came_of=told.came_of, at=at)

    def _review(self, told: LookedBackTold, *, at: datetime) -> None:
        by, community = self.course.persons[told.by], self.course.community
        review(by=by, community=community, served=told.served, comes_next=told.comes_next, at=at)
