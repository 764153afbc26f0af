"""A community makes a protocol its own, changes it, and takes it out again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Space
from commonplace.communities.viewpoint import Viewpoint, standing_of
from commonplace.conversations.actions.rights import NotTheirs, require_author_or_steward
from commonplace.people.models import Person
from commonplace.protocols.actions.indexing import keep_in_index
from commonplace.protocols.models import Adaptation
from commonplace.protocols.models.adaptation import KIND
from commonplace.protocols.protocol import Protocol
from commonplace.protocols.recipe import told
from commonplace.store.locks import lock

__all__ = ["IsWithdrawn", "NotTheirs", "TooMany", "adapt", "may_change", "require_room", "revise", "withdraw"]

A_DAY = 30


class IsWithdrawn(ValueError):
    """It was taken out meanwhile."""


class TooMany(ValueError):
    """More in a day than one person makes in earnest."""


def require_room(person: Person, *, now: datetime) -> None:
    """Raise TooMany when `person` has made as many today as a day holds."""
    if Adaptation.objects.filter(by=person, made_at__gt=now - timedelta(days=1)).count() >= A_DAY:
        raise TooMany(person.pk)


def may_change(row: Adaptation, viewpoint: Viewpoint) -> bool:
    """Whether the viewer made it or tends the community; no query."""
    person = viewpoint.person
    return viewpoint.is_steward or (viewpoint.is_member and person is not None and row.by_id == person.pk)


def adapt(
    *,
    by: Person,
    space: Space,
    protocol: Protocol,
    after: Adaptation | None = None,
    came_from: str = "",
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> Adaptation:
    """Keep a protocol as the community's own, made `after` another of its own or from the catalogue.

    Sent twice with the same `idempotency_key` it is one. Raises NotTheirs where `by` has no standing.
    """
    at = at or timezone.now()
    if standing_of(by, space.community) is None:
        raise NotTheirs(f"{by} has no standing in {space.community}")
    if made := _already(by, idempotency_key):
        return made
    row = Adaptation(
        community=space.community,
        space=space,
        by=by,
        protocol=protocol.code,
        after=after,
        title=protocol.title,
        line=protocol.line,
        recipe=told(protocol),
        came_from=came_from,
        made_at=at,
        changed_at=at,
        idempotency_key=idempotency_key or None,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            ledger.record(
                verb="adapted_protocol",
                person=by,
                community=space.community,
                space=space,
                at=at,
                what=KIND,
                what_id=row.pk,
            )
            keep_in_index([row])
    except IntegrityError:
        if made := _already(by, idempotency_key):
            return made
        raise
    return row


def revise(*, by: Person, adaptation: Adaptation, protocol: Protocol, at: datetime | None = None) -> Adaptation:
    """Change a community's own; what follows it already keeps it as it was. Raises NotTheirs and IsWithdrawn."""
    at = at or timezone.now()
    require_author_or_steward(by, author_id=adaptation.by_id, community=adaptation.community)
    with transaction.atomic():
        row = _standing(adaptation)
        row.title, row.line, row.recipe, row.changed_at = protocol.title, protocol.line, told(protocol), at
        row.save(update_fields=["title", "line", "recipe", "changed_at"])
        keep_in_index([row])
    return row


def withdraw(*, by: Person, adaptation: Adaptation, at: datetime | None = None) -> None:
    """Take it out of what the community has; what follows it, or was made after it, stays. Raises NotTheirs.

    Taking it out twice is taking it out once.
    """
    at = at or timezone.now()
    require_author_or_steward(by, author_id=adaptation.by_id, community=adaptation.community)
    with transaction.atomic():
        try:
            row = _standing(adaptation)
        except IsWithdrawn:
            return
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        keep_in_index([row])


def _standing(adaptation: Adaptation) -> Adaptation:
    found = lock(Adaptation.objects.filter(pk=adaptation.pk, withdrawn_at__isnull=True))
    if not found:
        raise IsWithdrawn(adaptation.pk)
    return found[0]


def _already(by: Person, idempotency_key: str | None) -> Adaptation | None:
    if not idempotency_key:
        return None
    return Adaptation.objects.filter(by=by, idempotency_key=idempotency_key).select_related("community").first()
