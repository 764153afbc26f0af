"""Someone agrees to be named to those outside, and how; or takes it back."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.membership.actions.leaving import NotIn
from commonplace.communities.models import Community, Membership
from commonplace.communities.viewpoint import standing_of
from commonplace.people.models import Person

WORD = re.compile(r"\w+")


class NotOnesOwnName(ValueError):
    """It holds no word of the person's own name."""


def be_named(*, person: Person, community: Community, named_as: str, at: datetime | None = None) -> Membership:
    """Say how one may be named on the About page, "" for not at all; a wish, and no deed of practice.

    Raises NotIn (guests are not asked), NotOnesOwnName.
    """
    if named_as and not _words(named_as) & _words(person.name):
        raise NotOnesOwnName(named_as)
    at = at or timezone.now()
    with transaction.atomic():
        ledger.changed([community.pk])
        membership = standing_of(person, community, now=at)
        if membership is None or membership.is_guest:
            raise NotIn(community.slug)
        membership.named_as, membership.named_at = named_as, at if named_as else None
        membership.save(update_fields=["named_as", "named_at"])
    return membership


def _words(said: str) -> set[str]:
    return {word.casefold() for word in WORD.findall(said)}
