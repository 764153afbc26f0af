"""What someone has begun to write, kept for them alone; each form has its own draft, as in conversations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from commonplace.lib.text import tidy
from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.words.models import WordDraft

MOST = 100
# Far more than a word takes, so that what was too long is given back whole.
MAX_LENGTH = 100_000
KEPT_FOR = timedelta(days=365)


class TooManyDrafts(ValueError):
    """Nobody needs more than a hundred unfinished words."""


def keep_draft(
    *, by: Person, place: str, form: str, text: str, begun: str = "", to: Sequence[int] = (), at: datetime | None = None
) -> WordDraft | None:
    """Keep an unfinished word; none is kept when nothing is written. Raises TooManyDrafts.

    A form that goes on with an earlier draft (its state in `begun`) takes it over, unless it was changed meanwhile.
    """
    text = tidy(text)[:MAX_LENGTH]
    drafts = WordDraft.objects.filter(person=by)
    with transaction.atomic():
        lock(Person.objects.filter(pk=by.pk))
        if not text.strip():
            drafts.filter(place=place, form=form).delete()
            return None
        if not drafts.filter(place=place, form=form).exists():
            earlier = _begun(by, place, begun)
            if earlier is not None:
                drafts.filter(pk=earlier.pk).update(form=form)
            elif drafts.count() >= MOST:
                raise TooManyDrafts(by.pk)
        kept, _ = drafts.update_or_create(
            person=by,
            place=place,
            form=form,
            defaults={"text": text, "to": list(to), "changed_at": at or timezone.now()},
        )
    return kept


def drop_draft(*, by: Person, place: str, form: str, begun: str = "") -> None:
    """Give up the draft of a form whose words were sent, and the one that it went on with."""
    with transaction.atomic():
        lock(Person.objects.filter(pk=by.pk))
        if (earlier := _begun(by, place, begun)) is not None:
            earlier.delete()
        WordDraft.objects.filter(person=by, place=place, form=form).delete()


def forget_old_drafts(*, now: datetime) -> int:
    """Throw away drafts that nobody touched for a year; how many there were."""
    return WordDraft.objects.filter(changed_at__lt=now - KEPT_FOR).delete()[0]


def _begun(by: Person, place: str, begun: str) -> WordDraft | None:
    """The draft that `begun` names, while it stands as it did then."""
    form, _at, moment = begun.partition("@")
    earlier = WordDraft.objects.filter(person=by, place=place, form=form).first() if moment else None
    return earlier if earlier is not None and earlier.state == begun else None
