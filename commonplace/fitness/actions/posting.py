"""A code for one sheet goes by letter: kept is who was sent one and which codes are good, and not whose is whose."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from commonplace.fitness.actions.answering import (
    HasAnswered,
    IsOver,
    NotAsked,
    Words,
    put_in,
    require_open,
)
from commonplace.fitness.circles import asked_in, circle_of
from commonplace.fitness.instruments import Circle
from commonplace.fitness.models import Code, HadSheet, Round
from commonplace.letters.last_looks import LastLook
from commonplace.letters.models import Letter
from commonplace.letters.naming import community_named
from commonplace.people.actions.writing import write_to
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person
from commonplace.people.queries import address_for_letters
from commonplace.ui.addresses import address

__all__ = ["HasAnswered", "IsOver", "IsUsed", "NoLetter", "NotAsked", "answer_by_code", "post_codes", "send_code"]
LETTER: Final = "fitness_code"
AT_ONCE = 100  # people whom one round of the worker writes to


class NoLetter(ValueError):
    """Mail reaches no confirmed address of theirs."""


class IsUsed(LookupError):
    """A sheet came in with this code, or it was never good."""


def send_code(*, to: Person, opened: Round, at: datetime | None = None) -> None:
    """Write them a letter with a code for one sheet, once; from then on they answer by it and not signed in.

    Raises IsOver, NotAsked, HasAnswered, NoLetter.
    """
    now = at or timezone.now()
    circle = circle_of(to, opened, now=now)
    if circle is None:
        raise NotAsked(to.pk)
    code = token_urlsafe(18)
    with transaction.atomic():
        require_open(opened, now)
        if not HadSheet.objects.get_or_create(round=opened, person=to, defaults={"by_letter": True})[1]:
            raise HasAnswered(to.pk)
        # The key is drawn by chance, so that nothing but the letter itself stands between a person and a code.
        Code.objects.create(round=opened, circle=circle, digest=_digest(code))
        if not _write(to, opened, code):
            raise NoLetter(to.pk)


def answer_by_code(*, code: str, words: Words, at: datetime | None = None) -> None:
    """Put in the sheet that a code is good for; with that the code is gone. Raises IsUsed, IsOver."""
    now = at or timezone.now()
    found = code_behind(code)
    if found is None:
        raise IsUsed
    with transaction.atomic():
        require_open(found.round, now)
        if not Code.objects.filter(pk=found.pk).delete()[0]:
            raise IsUsed
        put_in(found.round, Circle(found.circle), words)


def code_behind(code: str) -> Code | None:
    """The row of a code that is still good."""
    return Code.objects.filter(digest=_digest(code)).select_related("round__community").first()


def post_codes(*, now: datetime) -> int:
    """Of rounds that are asked by letter, write to those who have no sheet and no code yet; how many it wrote to."""
    count = 0
    for opened in Round.objects.open_at(now).filter(by_letter=True).select_related("community"):
        had = HadSheet.objects.filter(round=opened).values("person")
        waiting = asked_in(opened.community).exclude(person__in=had).select_related("person").order_by("pk")
        # Whom no letter reaches answers signed in; the others are gone through, a hundred each time.
        for one in [one for one in waiting.iterator() if address_for_letters(one.person)][:AT_ONCE]:
            try:
                send_code(to=one.person, opened=opened, at=now)
                count += 1
            except (HasAnswered, NoLetter, NotAsked):
                continue
            except IsOver:
                break
    return count


def _digest(code: str) -> str:
    return sha256(code.encode()).hexdigest()


def _write(to: Person, opened: Round, code: str) -> bool:
    with in_language_of(to):
        context = {
            "community": community_named(opened.community.name),
            "until": date_format(opened.until, "DATE_FORMAT"),
            "page": f"{settings.BASE_URL}{address('fitness_by_code', code)}",
        }
    letter = write_to(
        to,
        template="fitness/letters/code",
        context=context,
        kind=LETTER,
        about=f"{opened.pk}",
        useful_until=opened.ends_at,
    )
    return letter is not None


def _may_go(letter: Letter) -> bool:
    return Round.objects.open_at(timezone.now()).filter(pk=int(letter.about)).exists()


LAST_LOOK = LastLook(LETTER, _may_go)
