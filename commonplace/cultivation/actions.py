"""What changes in cultivation: a suggestion is put off, a pace is chosen."""

from datetime import datetime, timedelta

from django.db import transaction

from commonplace.communities import ledger
from commonplace.communities.models import Community, Membership
from commonplace.cultivation.models import NotNow
from commonplace.people.models import Person

PUT_OFF_FOR = timedelta(days=28)


def put_off(
    *, by: Person, community: Community, code: str, about: str, now: datetime, for_good: bool = False
) -> NotNow:
    """Remember 'Not now' for four weeks, or for good; asking again only moves the date."""
    until = None if for_good else now + PUT_OFF_FOR
    return NotNow.objects.update_or_create(
        community=community, code=code, about=about, defaults={"by": by, "at": now, "until": until}
    )[0]


def take_up(*, community: Community, code: str, about: str) -> None:
    """Offer again what was put off."""
    NotNow.objects.filter(community=community, code=code, about=about).delete()


def choose_pace(*, membership: Membership, pace: str) -> Membership:
    """Change how close someone wants to be; their ring stays what their deeds make it."""
    with transaction.atomic():
        Membership.objects.filter(pk=membership.pk).update(pace=pace)
        ledger.changed([membership.community_id])
    membership.pace = pace
    return membership
