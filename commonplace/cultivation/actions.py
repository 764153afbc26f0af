"""What changes in cultivation: suggestions are put off, and taken up again."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from commonplace.communities.models import Community
from commonplace.cultivation.models import NotNow
from commonplace.people.models import Person

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
