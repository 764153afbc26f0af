"""Names of an archive that are probably one person's: found, joined by a steward, told apart again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.people.merging import NotMergeable, NotPartable, merge, part
from commonplace.people.models import Merger, Person
from commonplace.store.locks import lock
from commonplace.transfer.likenesses import pairs_missing_in
from commonplace.transfer.models import Likeness

WHY = "a steward joined two names of an archive"


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


def tell_apart(*, likeness: Likeness, by: Person) -> None:
    """Undo what `join_names` did: both are here again, and the pair waits as before. Raises NotAlike likewise."""
    if likeness.merger is None or not Likeness.objects.settled_by(by).filter(pk=likeness.pk).exists():
        raise NotAlike(likeness.pk)
    try:
        part(merger=likeness.merger)
    except NotPartable as error:
        raise NotAlike(likeness.pk) from error


def call_two(*, likeness: Likeness, by: Person, at: datetime | None = None) -> None:
    """Say that they are two persons: the pair waits no longer. Raises NotAlike."""
    if not Likeness.objects.waiting().filter(pk=likeness.pk).update(apart_at=at or timezone.now(), apart_by=by):
        raise NotAlike(likeness.pk)


def ask_again(*, likeness: Likeness, by: Person) -> None:
    """Undo what `call_two` did: the pair waits as before. Raises NotAlike, also where it is not for `by` to say."""
    said = Likeness.objects.settled_by(by).filter(pk=likeness.pk, apart_at__isnull=False)
    if not Likeness.objects.filter(pk__in=said.values("pk")).update(apart_at=None, apart_by=None):
        raise NotAlike(likeness.pk)


__all__ = ["NotAlike", "ask_again", "call_two", "find_likenesses", "join_names", "tell_apart"]
