"""Names of an archive that are probably one person's: found, joined by a steward, told apart again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from commonplace.people.merging import NotMergeable, NotPartable, merge, part
from commonplace.people.models import Merger, Person
from commonplace.store.locks import lock
from commonplace.transfer.likenesses import pairs_missing_in
from commonplace.transfer.models import Likeness

WHY = "a steward joined two names of an archive"
BY_ADDRESS = "the places of both had confirmed one address"


class NotAlike(ValueError):
    """The pair does not wait any longer: joined, told apart or claimed meanwhile."""


def find_likenesses(*, community: int, at: datetime | None = None) -> int:
    """Write down the pairs of names that are probably one person's and were not known as such; how many."""
    now = at or timezone.now()
    made = [
        Likeness(community_id=community, one_id=one, other_id=other, found_at=now)
        for one, other in pairs_missing_in(community)
    ]
    Likeness.objects.bulk_create(made, batch_size=500, ignore_conflicts=True)
    return len(made)


def join_by_address(*, community: int, kept: Person, other: Person, at: datetime | None = None) -> bool:
    """Make two names one person because the places of both had confirmed one address; `tell_apart` undoes it.

    Not where either has been claimed, or a steward said that they are two: then nothing is done.
    """
    with transaction.atomic():
        persons = {one.pk: one for one in lock(Person.objects.filter(pk__in=[kept.pk, other.pk]))}
        if len(persons) < 2 or any(one.is_claimed for one in persons.values()):
            return False
        pair = Q(one=kept, other=other) | Q(one=other, other=kept)
        row = Likeness.objects.filter(pair, community=community).first()
        if row is not None and row.apart_at:
            return False
        if row is None:
            row = Likeness.objects.create(community_id=community, one=kept, other=other, found_at=at or timezone.now())
        merger = merge(kept=persons[kept.pk], other=persons[other.pk], why=BY_ADDRESS, is_undoable=True)
        Likeness.objects.filter(pk=row.pk).update(merger=merger)
    return True


def join_names(*, likeness: Likeness, by: Person) -> Merger:
    """Make the two one person; undone by `tell_apart`. Raises NotAlike, also where it is not for `by` to say."""
    with transaction.atomic():
        persons = {one.pk: one for one in lock(Person.objects.filter(pk__in=[likeness.one_id, likeness.other_id]))}
        if not Likeness.objects.waiting().settled_by(by).filter(pk=likeness.pk).exists() or len(persons) < 2:
            raise NotAlike(likeness.pk)
        try:
            merger = merge(
                kept=persons[likeness.one_id], other=persons[likeness.other_id], why=WHY, by=by, is_undoable=True
            )
        except NotMergeable as error:
            raise NotAlike(likeness.pk) from error
        Likeness.objects.filter(pk=likeness.pk).update(merger=merger)
    return merger


def tell_apart(*, likeness: Likeness, by: Person, at: datetime | None = None) -> None:
    """Undo a join: both are here again. The pair waits as before; where nobody had joined it, it is said that they are
    two, so that no later archive joins them anew. Raises NotAlike likewise.
    """
    if likeness.merger is None or not Likeness.objects.settled_by(by).filter(pk=likeness.pk).exists():
        raise NotAlike(likeness.pk)
    was_nobody = likeness.merger.by_id is None
    try:
        with transaction.atomic():
            part(merger=likeness.merger)
            if was_nobody:
                Likeness.objects.filter(pk=likeness.pk).update(apart_at=at or timezone.now(), apart_by=by)
    except NotPartable as error:
        raise NotAlike(likeness.pk) from error


def call_two(*, likeness: Likeness, by: Person, at: datetime | None = None) -> None:
    """Say that they are two persons: the pair waits no longer. Raises NotAlike, also where `by` may not say."""
    theirs = Likeness.objects.waiting().settled_by(by).filter(pk=likeness.pk).values("pk")
    if not Likeness.objects.filter(pk__in=theirs).update(apart_at=at or timezone.now(), apart_by=by):
        raise NotAlike(likeness.pk)


def ask_again(*, likeness: Likeness, by: Person) -> None:
    """Undo what `call_two` did: the pair waits as before. Raises NotAlike, also where it is not for `by` to say."""
    said = Likeness.objects.settled_by(by).filter(pk=likeness.pk, apart_at__isnull=False)
    if not Likeness.objects.filter(pk__in=said.values("pk")).update(apart_at=None, apart_by=None):
        raise NotAlike(likeness.pk)


__all__ = ["NotAlike", "ask_again", "call_two", "find_likenesses", "join_by_address", "join_names", "tell_apart"]
