"""Who may change a community's arrangements, and what stands in the way; shared by the actions beside it."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from commonplace.communities.models import Community, Membership
from commonplace.communities.viewpoint import standing_of
from commonplace.people.models import Person


class NotASteward(ValueError):
    """Only stewards of the community do this."""


class ElsewhereStanding(ValueError):
    """That person, or that space, belongs to another community, or no longer to this one."""


def require_steward(person: Person, community: Community, *, at: datetime | None = None) -> Membership:
    """The steward's own standing; raises NotASteward."""
    standing = standing_of(person, community, now=at or timezone.now())
    if standing is None or not standing.is_steward:
        raise NotASteward(person.pk)
    return standing
