"""What a launch page tells: who starts it, and what was said to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commonplace.communities.models import SpaceSeat
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.launch.models import Interview, Launch
from commonplace.people.models import Person

MOST = 300  # conversations that a page counts; ten to twenty are usual
FEWEST_CORE, MOST_CORE = 4, 8


@dataclass(frozen=True)
class Told:
    """A conversation, and who held it as the reader may know them."""

    interview: Interview
    by: Byline


def launch_for(viewpoint: Viewpoint) -> Launch | None:
    """The launch of this community, where the reader starts it."""
    found = Launch.objects.started_by(viewpoint.person).filter(community=viewpoint.community)
    launch = found.select_related("space").first()
    if launch is not None:
        launch.community = viewpoint.community
    return launch


def core_of(launch: Launch, viewpoint: Viewpoint) -> list[Byline]:
    """Who sits in the core group, in the order in which they came to it."""
    seats = SpaceSeat.objects.filter(space=launch.space_id).select_related("person").order_by("since", "pk")
    return [viewpoint.byline_for(seat.person) for seat in seats]


def interviews_of(launch: Launch, person: Person | None) -> list[Interview]:
    """Conversations of a launch, the latest first, and those that are only promised after them."""
    found = Interview.objects.visible_to(person).filter(launch=launch).select_related("by")
    rows = list(found.order_by("-at", "-pk")[:MOST])
    for one in rows:
        one.launch = launch
    held = sorted((one for one in rows if one.on is not None), key=lambda one: (one.on, one.pk), reverse=True)
    return [*held, *(one for one in rows if one.on is None)]


def told(interviews: Iterable[Interview], viewpoint: Viewpoint) -> Sequence[Told]:
    """The same with who held each."""
    return [Told(one, viewpoint.byline_for(one.by)) for one in interviews]
