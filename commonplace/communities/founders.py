"""Who may found a community in this house, a setting of its operator; and an address for it that is free."""

from itertools import count

from django.conf import settings

from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import Standing
from commonplace.lib.slugs import ascii_slug
from commonplace.people.models import Person


class SlugTaken(ValueError):
    """Another community, or another space here, already has this address."""


def may_found(person: Person | None) -> bool:
    """Whether `person` may: operators always, stewards of any community or anyone as COMMONPLACE_FOUNDERS says."""
    if person is None:
        return False
    if person.is_operator or settings.FOUNDERS == "anyone":
        return True
    tends = Membership.objects.filter(person=person, standing=Standing.STEWARD)
    return settings.FOUNDERS == "stewards" and tends.exists()


def free_slug(name: str) -> str:
    """An address made from the name that no community has yet: `tarnow`, or else `tarnow-2`."""
    base = ascii_slug(name, 50) or "community"
    taken = set(Community.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for number in count(1) if (slug := base if number == 1 else f"{base}-{number}") not in taken)
