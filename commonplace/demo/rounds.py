"""How a community asked how it is doing: a round is opened, sheets come in, it is closed, people talk and decide."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from commonplace.demo.events import Course, soon_after
from commonplace.demo.gathering import Gathered
from commonplace.demo.telling_fitness import RoundTold
from commonplace.fitness.actions.answering import Words, answer, type_in
from commonplace.fitness.actions.deciding import decide, talk
from commonplace.fitness.actions.opening import close_what_is_over, open_round
from commonplace.fitness.instruments import FITNESS, Circle
from commonplace.fitness.models import Round


class Rounds:
    """Plans each round into the course of its community, with the gathering that talks about it."""

    def __init__(self, course: Course, gathered: Gathered) -> None:
        self.course = course
        self.gathered = gathered
        self.made: dict[float, Round] = {}

    def plan(self) -> None:
        for told in self.course.story.rounds:
            asked_at = self.course.ago(told.days_ago)
            self.course.plan(asked_at, self._open, told)
            for who in told.members:
                came_at = soon_after(asked_at, "answered", who, hours=(3, 24 * told.days))
                self.course.plan(came_at, self._answer, told, who)
            for number, numbers in enumerate(told.paper):
                self.course.plan(
                    asked_at + timedelta(days=told.days / 2, minutes=3 * number), self._type, told, numbers
                )
            self.course.plan(asked_at + timedelta(days=told.days + 1), self._close)
            if told.talk:
                self.course.plan(asked_at + timedelta(days=told.days + 2), self._talk, told)
            self.course.plan(asked_at + timedelta(days=told.days + 12), self._decide, told)

    def _open(self, told: RoundTold, *, at: datetime) -> None:
        self.made[told.days_ago] = open_round(
            by=self.course.persons[told.by],
            community=self.course.community,
            instrument=FITNESS.code,
            circles=[Circle.HOST],
            until=(at + timedelta(days=told.days)).date(),
            at=at,
        )

    def _answer(self, told: RoundTold, who: str, *, at: datetime) -> None:
        words = Words(told.members[who], told.comments.get(who, {}))
        answer(by=self.course.persons[who], opened=self.made[told.days_ago], words=words, at=at)

    def _type(self, told: RoundTold, numbers: Mapping[str, int], *, at: datetime) -> None:
        by, opened = self.course.persons[told.by], self.made[told.days_ago]
        type_in(by=by, opened=opened, circle=Circle.HOST, words=Words(numbers), at=at)

    def _close(self, *, at: datetime) -> None:
        close_what_is_over(now=at)

    def _talk(self, told: RoundTold, *, at: datetime) -> None:
        by, gathering = self.course.persons[told.by], self.gathered.made[told.talk]
        for item in told.low:
            talk(by=by, closed=self._closed(told), item=item, gathering=gathering, at=at)

    def _decide(self, told: RoundTold, *, at: datetime) -> None:
        there = self.gathered.made[told.talk] if told.talk else None
        by, closed = self.course.persons[told.by], self._closed(told)
        decide(by=by, closed=closed, words=told.decided, gathering=there, at=at)

    def _closed(self, told: RoundTold) -> Round:
        return Round.objects.select_related("community").get(pk=self.made[told.days_ago].pk)
