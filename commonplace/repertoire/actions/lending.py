"""What is kept is lent to the other communities of the house by whoever looks after it, and taken home again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.people.models import Person
from commonplace.repertoire.actions.deeds import record
from commonplace.repertoire.actions.rights import held_still, require_tending
from commonplace.repertoire.models import Lending, Resource
from commonplace.repertoire.models.lending import may_be_lent


class NotLendable(ValueError):
    """It stays here: its community lends nothing, or it stands or began where nothing is lent from, or is of people."""


def may_lend(resource: Resource) -> bool:
    """Whether whoever looks after it may lend it; one query."""
    return Resource.objects.filter(may_be_lent(), pk=resource.pk).exists()


def lend(*, by: Person, resource: Resource, at: datetime | None = None) -> None:
    """Lend it, for whoever looks after it; lent again it is lent. Raises NotTheirs, IsGone and NotLendable."""
    at = at or timezone.now()
    require_tending(by, resource)
    with transaction.atomic():
        here = held_still(resource)
        if not may_lend(here):
            raise NotLendable(here.pk)
        _lending, is_new = Lending.objects.get_or_create(resource=here, defaults={"by": by, "at": at})
        if is_new:
            record("lent", by=by, what=here, at=at)


def take_home(*, by: Person, resource: Resource, at: datetime | None = None) -> None:
    """Lend it no more; what others made of it stays theirs, with its credit. Raises NotTheirs and IsGone."""
    at = at or timezone.now()
    require_tending(by, resource)
    with transaction.atomic():
        here = held_still(resource)
        gone, _each = Lending.objects.filter(resource=here).delete()
        if gone:
            record("took_home", by=by, what=here, at=at)
