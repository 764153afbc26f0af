"""Someone writes a word: to begin with, or in answer; and takes one back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from commonplace.letters.models import Letter
from commonplace.lib import markdown
from commonplace.lib.text import tidy
from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.store.wiping import to_be_wiped
from commonplace.words.models import Correspondence, Correspondent, HandedWord, Word, WordToTell
from commonplace.words.queries import others_in, words_to_find
from commonplace.words.rate_limit import require_room, require_room_to_begin
from commonplace.words.whom import MOST_OTHERS, Whom, in_the_way, takes_no_words, whom

MAX_WORD = 20_000
KIND = "word"  # of letters that tell of one


class NothingSaid(ValueError):
    """Nothing of it would be seen."""


class NotTheirs(ValueError):
    """Only whoever wrote a word takes it back."""


class NotTaken(ValueError):
    """A word that somebody would not take; `who` says because of whom, none where it is because of the writer."""

    def __init__(self, who: Collection[Whom] = ()) -> None:
        super().__init__([one.pk for one in who])
        self.who = tuple(who)


def begin(
    *, by: Person, to: Collection[int], text: str, idempotency_key: str | None = None, at: datetime | None = None
) -> Word:
    """Write a first word to these people, by their keys; sent twice with the same `idempotency_key` it is one.

    Raises NotTaken, NothingSaid, TooFast, TooManyUnanswered and `markdown.TextTooLong`.
    """
    now = at or timezone.now()
    pks = sorted({*to} - {by.pk})
    if made := _already(by, idempotency_key):
        return made
    html, found_by = _worded(text)
    try:
        with transaction.atomic():
            lock(Person.objects.filter(pk=by.pk))
            others = whom(by, pks, now=now)
            if not 1 <= len(pks) <= MOST_OTHERS or len(others) < len(pks):
                raise NotTaken
            _require(by, others, everyone=True)
            require_room(by, now=now)
            require_room_to_begin(by, len(pks), now=now)
            correspondence = Correspondence.objects.create(begun_by=by, begun_at=now, last_at=now)
            Correspondent.objects.bulk_create(
                Correspondent(correspondence=correspondence, person_id=pk) for pk in (by.pk, *pks)
            )
            word = Word(source=tidy(text).strip(), html=html, found_by=found_by, idempotency_key=idempotency_key)
            return _put(word, correspondence, by, now)
    except IntegrityError:
        if made := _already(by, idempotency_key):
            return made
        raise


def answer(
    *,
    by: Person,
    correspondence: Correspondence,
    text: str,
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> Word:
    """Write another word where one is; sent twice with the same `idempotency_key` it is one.

    Raises Correspondence.DoesNotExist where `by` is not in it, NotTaken, NothingSaid, TooFast and
    `markdown.TextTooLong`.
    """
    now = at or timezone.now()
    if made := _already(by, idempotency_key):
        return made
    html, found_by = _worded(text)
    try:
        with transaction.atomic():
            lock(Person.objects.filter(pk=by.pk))
            # It goes when the last of its people leaves: it stays while this is written.
            lock(Correspondence.objects.filter(pk=correspondence.pk))
            here = Correspondence.objects.visible_to(by).get(pk=correspondence.pk)
            _require(by, others_in(here, by))
            require_room(by, now=now)
            word = Word(source=tidy(text).strip(), html=html, found_by=found_by, idempotency_key=idempotency_key)
            return _put(word, here, by, now)
    except IntegrityError:
        if made := _already(by, idempotency_key):
            return made
        raise


def take_back(*, by: Person, word: Word, at: datetime | None = None) -> None:
    """Take one's own word back for good: its words are gone from here, from letters not sent yet and from copies that
    wait before stewards. Raises NotTheirs.
    """
    now = at or timezone.now()
    with transaction.atomic():
        if word.author_id != by.pk:
            raise NotTheirs(word.pk)
        forget_words([word.pk], now=now)


def forget_words(pks: Collection[int], *, now: datetime) -> None:
    """Have nothing left of these words but that they were there; within a transaction."""
    there = Word.objects.filter(pk__in=list(pks)).standing()
    for pk in there.values_list("pk", flat=True):
        Letter.objects.filter(kind=KIND, about__startswith=f"{pk}:", sent_at=None).update(text="", html="")
    WordToTell.objects.filter(word__in=list(pks)).delete()
    HandedWord.objects.filter(word__in=list(pks)).delete()
    there.update(source="", html="", found_by="", taken_back_at=now)
    to_be_wiped(now=now)


def _worded(text: str) -> tuple[str, str]:
    """The words as they are read, and as they are found."""
    if len(text) > MAX_WORD:
        raise markdown.TextTooLong(len(text))
    rendered = markdown.render(tidy(text).strip())
    if rendered.is_blank:
        raise NothingSaid
    return rendered.html, words_to_find(rendered.text)


def _require(by: Person, others: Mapping[int, Whom], *, everyone: bool = False) -> None:
    if takes_no_words(by):
        raise NotTaken
    stopping = [one for one in others.values() if one.why_not] if everyone else in_the_way(others)
    if stopping or not others:
        raise NotTaken(stopping)


def _put(word: Word, correspondence: Correspondence, by: Person, now: datetime) -> Word:
    """Keep the word, and note who is to be told of it."""
    word.correspondence, word.author, word.written_at = correspondence, by, now
    word.save()
    Correspondence.objects.filter(pk=correspondence.pk).update(last_at=now)
    places = Correspondent.objects.filter(correspondence=correspondence, left_at=None)
    places.filter(person=by).update(read_to=word.pk)
    told = places.exclude(person=by).filter(person__is_active=True).order_by("person_id")
    WordToTell.objects.bulk_create(WordToTell(word=word, person_id=one.person_id) for one in told)
    return word


def _already(by: Person, idempotency_key: str | None) -> Word | None:
    """The word that this sending made before."""
    if not idempotency_key:
        return None
    return Word.objects.filter(author=by, idempotency_key=idempotency_key).select_related("correspondence").first()
