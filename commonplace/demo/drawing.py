"""Who lets the picture of the network have a dot for them, and the picture as it stands on the day of the demo."""

from __future__ import annotations

from datetime import datetime, timedelta

from commonplace.communities.models import Community, Membership
from commonplace.cultivation.actions import be_drawn
from commonplace.cultivation.movement.keeping import keep_weeks
from commonplace.cultivation.network.keeping import keep_networks
from commonplace.people.models import Person

SAID = timedelta(days=30)
# One of so many has not said so: counted, and without a place.
NOT_EVERY = 8


def let_be_drawn(community: Community, *, now: datetime) -> None:
    """Let most of those who can sign in be drawn, and read the weeks up to this one and its networks."""
    then = now - SAID
    here = Membership.objects.current(then).filter(community=community, joined_at__lt=then)
    people = Person.objects.filter(pk__in=here.values("person"), claimed_at__isnull=False).order_by("pk")
    for at, person in enumerate(people):
        if at % NOT_EVERY:
            be_drawn(by=person, community=community, at=then)
    keep_weeks(now=now)
    keep_networks(now=now)
