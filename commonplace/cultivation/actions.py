"""What changes in cultivation: a suggestion is put off, and taken up again."""

from datetime import datetime, timedelta

from commonplace.communities.models import Community
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
