"""What someone wants of words: who may write, what comes by mail, from whom no more, and out of which they go."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.store.wiping import to_be_wiped
from commonplace.words.models import (
    Correspondence,
    Correspondent,
    LettersOfWords,
    NoMoreWords,
    WhoMayWrite,
    Word,
    WordsWish,
    WordToTell,
)


def choose(
    *,
    person: Person,
    who: WhoMayWrite | None = None,
    letters: LettersOfWords | None = None,
    at: datetime | None = None,
) -> None:
    """Say who may write, or what of a word comes by mail; what is not said stays."""
    said = {name: one for name, one in (("who", who), ("letters", letters)) if one is not None}
    WordsWish.objects.update_or_create(person=person, defaults={**said, "since": at or timezone.now()})


def take_no_more(*, person: Person, whom: Person, at: datetime | None = None) -> None:
    """Want no more words from somebody; what they wrote stays, and nothing that waits goes by mail."""
    with transaction.atomic():
        NoMoreWords.objects.get_or_create(person=person, whom=whom, defaults={"since": at or timezone.now()})
        WordToTell.objects.filter(person=person, word__author=whom).delete()


def take_again(*, person: Person, whom: Person) -> None:
    """Take words from them again."""
    NoMoreWords.objects.filter(person=person, whom=whom).delete()


def mark_read(*, person: Person, correspondence: Correspondence, upto: int) -> None:
    """Remember that someone was shown words up to this one; it never goes back."""
    there = Correspondent.objects.filter(person=person, correspondence=correspondence, read_to__lt=upto)
    there.update(read_to=upto)


def leave(*, person: Person, correspondence: Correspondence, at: datetime | None = None) -> None:
    """Go out of a correspondence: one reads and receives no more of it. When nobody is left in it, it is gone."""
    now = at or timezone.now()
    with transaction.atomic():
        lock(Correspondence.objects.filter(pk=correspondence.pk))
        here = Correspondent.objects.filter(correspondence=correspondence, person=person, left_at=None)
        if here.update(left_at=now):
            WordToTell.objects.filter(person=person, word__correspondence=correspondence).delete()
            let_empty_ones_go(now=now, among=[correspondence.pk])


def let_empty_ones_go(*, now: datetime, among: Collection[int] | None = None) -> int:
    """Delete correspondences, of those with these keys or of all, that nobody can read any more; how many there were.

    Safe to repeat.
    """
    some = Correspondence.objects.all() if among is None else Correspondence.objects.filter(pk__in=list(among))
    there = Correspondent.objects.filter(correspondence=OuterRef("pk"), left_at=None)
    with transaction.atomic():
        seen = list(some.filter(~Exists(there)).values_list("pk", flat=True))
        empty = [one.pk for one in lock(Correspondence.objects.filter(pk__in=seen), even_names=True)] if seen else []
        if empty:
            Word.objects.filter(correspondence__in=empty).delete()
            Correspondence.objects.filter(pk__in=empty).delete()
            to_be_wiped(now=now)
    return len(empty)
