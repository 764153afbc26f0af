"""How a community drew itself: a steward asks, people draw over the days, and then it is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from commonplace.communities.modules import Orientation
from commonplace.demo.events import Course, soon_after
from commonplace.demo.telling_orientations import DrawnTold
from commonplace.orientations.actions import ask, close_what_is_over, draw
from commonplace.orientations.models import Profile


class Drawing:
    """Plans each profile into the course of its community."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.made: dict[float, Profile] = {}

    def plan(self) -> None:
        for told in self.course.story.orientations:
            asked_at = self.course.ago(told.days_ago)
            self.course.plan(asked_at, self._ask, told)
            for who, said in told.drew.items():
                self.course.plan(
                    soon_after(asked_at, "drew", who, hours=(3, 24 * told.days)), self._draw, told, who, said
                )
            self.course.plan(asked_at + timedelta(days=told.days + 1), self._tell)

    def _ask(self, told: DrawnTold, *, at: datetime) -> None:
        until = (at + timedelta(days=told.days)).date()
        by, community = self.course.persons[told.by], self.course.community
        self.made[told.days_ago] = ask(by=by, community=community, until=until, at=at)

    def _draw(self, told: DrawnTold, who: str, said: Mapping[Orientation, tuple[int, int]], *, at: datetime) -> None:
        draw(by=self.course.persons[who], profile=self.made[told.days_ago], said=said, at=at)

    def _tell(self, *, at: datetime) -> None:
        close_what_is_over(now=at)
