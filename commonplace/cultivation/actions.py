"""What changes in cultivation: suggestions are put off and taken up again, and people let themselves be drawn."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.communities.viewpoint import standing_of
from commonplace.cultivation.models import Drawable, NetworkDot, NotNow
from commonplace.people.models import Person


class NotAMember(ValueError):
    """Only who stands in a community is drawn in its picture."""


PUT_OFF_FOR = timedelta(days=28)


def put_off(
    *, by: Person, community: Community, code: str, abouts: Iterable[str], now: datetime, for_good: bool = False
) -> None:
    """Remember 'Not now' for four weeks, or for good, of each of these; asking again only moves the date."""
    until = None if for_good else now + PUT_OFF_FOR
    NotNow.objects.bulk_create(
        [
            NotNow(community=community, code=code, about=about, by=by, at=now, until=until)
            for about in dict.fromkeys(abouts)
        ],
        update_conflicts=True,
        unique_fields=["community", "code", "about"],
        update_fields=["by", "at", "until"],
    )


def take_up(*, community: Community, code: str, abouts: Iterable[str]) -> None:
    """Offer again what was put off."""
    NotNow.objects.filter(community=community, code=code, about__in=list(abouts)).delete()


def be_drawn(*, by: Person, community: Community, at: datetime | None = None) -> None:
    """Let the picture of the network have a dot for oneself; said twice is said once. Raises NotAMember.

    No deed is written: whether one wishes to be drawn is nobody's business.
    """
    at = at or timezone.now()
    if standing_of(by, community, now=at) is None:
        raise NotAMember(by.pk)
    Drawable.objects.bulk_create([Drawable(community=community, person=by, at=at)], ignore_conflicts=True)


def be_drawn_no_more(*, by: Person, community: Community) -> bool:
    """Take that back, also where one has left; whether one might have been drawn.

    One's dot goes at once, and with it the whole picture: else one could see which dot went.
    """
    with transaction.atomic():
        if dots := NetworkDot.objects.filter(network__community=community, person=by).count():
            NetworkDot.objects.filter(network__community=community).delete()
        gone, _rows = Drawable.objects.filter(community=community, person=by).delete()
    return bool(gone or dots)
