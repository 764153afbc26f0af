"""Stewards of two communities name them as related, and either side undoes it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community
from commonplace.communities.stewards import NotASteward, require_steward
from commonplace.constellation.models import Bond, Relation
from commonplace.lib.text import one_line
from commonplace.people.models import Person
from commonplace.store.locks import lock

__all__ = [
    "IsOver",
    "NotASteward",
    "NotKnown",
    "NotRelatable",
    "RelatedAlready",
    "agree",
    "ask_to_relate",
    "relate",
    "undo",
]


class NotKnown(LookupError):
    """They may not know of the other community."""


class NotRelatable(ValueError):
    """A community is not related to itself, and a reason has words."""


class RelatedAlready(ValueError):
    """These two are related, or one waits for the other's word."""


class IsOver(ValueError):
    """It was undone, or both have said yes already."""


def ask_to_relate(
    *,
    by: Person,
    community: Community,
    other: Community,
    kind: str,
    words: str,
    is_second: bool = False,
    at: datetime | None = None,
) -> Relation:
    """Ask the stewards of another community whether the two are related; `is_second` where one's own is the daughter or
    the successor.

    Raises NotASteward, NotKnown, NotRelatable, RelatedAlready.
    """
    now, bond, why = at or timezone.now(), Bond(kind), one_line(words)
    if community.pk == other.pk or not why:
        raise NotRelatable(other.pk)
    with transaction.atomic():
        _keep_still(community, other)
        require_steward(by, community, at=now)
        if not Community.objects.visible_to(by).filter(pk=other.pk).exists():
            raise NotKnown(other.pk)
        one, two = (other, community) if is_second else (community, other)
        return _write(one, two, bond, words=why, by=by, at=now, asked=other)


def relate(*, by: Person, one: Community, other: Community, kind: str, words: str, at: datetime) -> Relation:
    """Relate two whose stewards have agreed to it otherwise: to a plan that one came out of the other. What was between
    them before ends.
    """
    with transaction.atomic():
        _keep_still(one, other)
        Relation.objects.of(one).filter(pk__in=Relation.objects.of(other).values("pk")).update(ended_at=at, ended_by=by)
        made = _write(one, other, Bond(kind), words=one_line(words), by=by, at=at, asked=other)
        Relation.objects.filter(pk=made.pk).update(agreed_at=at, agreed_by=by)
        ledger.changed([one.pk, other.pk])
    made.refresh_from_db()
    return made


def agree(*, by: Person, relation: Relation, at: datetime | None = None) -> None:
    """Say yes for the community that was asked. Raises NotASteward, IsOver."""
    now = at or timezone.now()
    with transaction.atomic():
        _keep_still(relation.one, relation.other)
        require_steward(by, relation.asked, at=now)
        waiting = Relation.objects.filter(pk=relation.pk, agreed_at=None, ended_at=None)
        if not waiting.update(agreed_by=by, agreed_at=now):
            raise IsOver(relation.pk)
        _record("related", by=by, community=relation.asked, at=now)
        ledger.changed([relation.one_id, relation.other_id])


def undo(*, by: Person, relation: Relation, community: Community, at: datetime | None = None) -> None:
    """Undo it, take the question back or decline it, for one's own side. Raises NotASteward, IsOver."""
    now = at or timezone.now()
    with transaction.atomic():
        _keep_still(relation.one, relation.other)
        require_steward(by, community, at=now)
        standing = Relation.objects.of(community).filter(pk=relation.pk)
        if not standing.update(ended_by=by, ended_at=now):
            raise IsOver(relation.pk)
        _record("unrelated", by=by, community=community, at=now)
        ledger.changed([relation.beyond(community).pk])


def _write(
    one: Community, other: Community, kind: Bond, *, words: str, by: Person, at: datetime, asked: Community
) -> Relation:
    if Relation.objects.of(one).filter(pk__in=Relation.objects.of(other).values("pk")).exists():
        raise RelatedAlready(other.pk)
    made = Relation.objects.create(one=one, other=other, kind=kind, words=words, by=by, at=at, asked=asked)
    _record("related", by=by, community=one if asked.pk == other.pk else other, at=at)
    return made


def _keep_still(one: Community, other: Community) -> None:
    lock(Community.objects.filter(pk__in=[one.pk, other.pk]))


def _record(verb: str, *, by: Person, community: Community, at: datetime) -> None:
    ledger.record(verb=verb, person=by, community=community, at=at, what="community", what_id=community.pk)
