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


"""Who lets the picture of the network have a dot for them, and the picture as it stands on the day of the demo."""


from commonplace.communities.models import Community, Membership
from commonplace.cultivation.actions import be_drawn
from commonplace.cultivation.network.keeping import keep_networks
from commonplace.people.models import Person

SAID = timedelta(days=30)
# One of so many has not said so: counted, and without a place.
NOT_EVERY = 8


def let_be_drawn(community: Community, *, now: datetime) -> None:
    """Let most of those who can sign in be drawn, and read the networks of this week."""
    then = now - SAID
    here = Membership.objects.current(then).filter(community=community, joined_at__lt=then)
    people = Person.objects.filter(pk__in=here.values("person"), claimed_at__isnull=False).order_by("pk")
    for at, person in enumerate(people):
        if at % NOT_EVERY:
            be_drawn(by=person, community=community, at=then)
    keep_networks(now=now)
