"""A sentence is put to all members for some days. That somebody answered is no deed: the ledger would say who and when.

After `fitness.actions`: what was said and who said something stand apart, and it is told once, when it is over.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import LASTING
from commonplace.communities.stewards import NotASteward, require_steward
from commonplace.fitness.instruments import LEAST, MOST
from commonplace.lib.days import end_in_utc
from commonplace.lib.spread import Middle, in_fives
from commonplace.people.models import Person
from commonplace.store.anew import write_anew
from commonplace.store.locks import lock
from commonplace.store.wiping import to_be_wiped
from commonplace.value.actions.indicators import IsPutAside
from commonplace.value.models import Indicator, Pulse, PulseAnswer, PulseLetter, PulseTaken
from commonplace.value.pulse_telling import told_of

__all__ = ["IsPutAside", "NotASteward", "answer", "ask", "close", "close_what_is_over", "mix_answers"]
SHORTEST, LONGEST = timedelta(days=1), timedelta(days=60)
# The same is asked again no sooner: who came in or went between two that are near would be seen by comparing.
APART: Final = timedelta(days=60)
# That somebody got a letter is known until the next may come.
LETTERS_KEPT: Final = timedelta(weeks=4)


class IsOpen(ValueError):
    """It is asked already."""


class NotAskedOf(ValueError):
    """It is counted, or entered by hand."""


class TooLong(ValueError):
    """It is asked for a day at least and sixty at most."""


class TooSoon(ValueError):
    """It was asked less than sixty days ago; `args[0]` is the first day on which it may be asked again."""


class IsOver(ValueError):
    """The day has passed, or a steward closed it."""


class NotAsked(ValueError):
    """Members are asked; a guest is here for one thing."""


class HasAnswered(ValueError):
    """One answer for each: what was said cannot be found again, so it cannot be changed."""


def asked_in(community: Community, person: Person) -> bool:
    """Whether somebody is asked in a community: members and stewards are."""
    return Membership.objects.filter(community=community, person=person, standing__in=LASTING).exists()


def ask(*, by: Person, indicator: Indicator, until: date, at: datetime | None = None) -> Pulse:
    """Put the sentence of an indicator to all members until a day.

    Raises NotASteward, TooLong, NotAskedOf, IsPutAside, IsOpen, TooSoon.
    """
    now = at or timezone.now()
    community = indicator.community
    require_steward(by, community, at=now)
    if not SHORTEST <= until - now.date() <= LONGEST:
        raise TooLong(until)
    if not indicator.is_asked:
        raise NotAskedOf(indicator.pk)
    close_what_is_over(now=now)
    with transaction.atomic():
        # Moving the version is the lock: a second steward waits here.
        ledger.changed([community.pk])
        if not Indicator.objects.filter(pk=indicator.pk).living().exists():
            raise IsPutAside(indicator.pk)
        last = Pulse.objects.filter(indicator=indicator).order_by("-number").first()
        if last is not None and last.closed_at is None:
            raise IsOpen(last.pk)
        if last is not None and last.at > now - APART:
            raise TooSoon((last.at + APART).date() + timedelta(days=1))
        opened = Pulse.objects.create(
            indicator=indicator,
            number=last.number + 1 if last else 1,
            question=indicator.question,
            by=by,
            at=now,
            ends_at=end_in_utc(until),
        )
        ledger.record(verb="asked_pulse", person=by, community=community, at=now)
    return opened


def answer(*, by: Person, pulse: Pulse, number: int, at: datetime | None = None) -> None:
    """Say how far it is true: that somebody answered is written in one table, what they said in another.

    Raises IsOver, NotAsked, HasAnswered, ValueError.
    """
    now = at or timezone.now()
    if not LEAST <= number <= MOST:
        raise ValueError(number)
    if not asked_in(pulse.indicator.community, by):
        raise NotAsked(by.pk)
    with transaction.atomic():
        lock(Pulse.objects.filter(pk=pulse.pk))
        if not Pulse.objects.filter(pk=pulse.pk).open_at(now).exists():
            raise IsOver(pulse.pk)
        if not PulseTaken.objects.get_or_create(pulse=pulse, person=by)[1]:
            raise HasAnswered(by.pk)
        PulseAnswer.objects.create(pulse=pulse, number=number)


def close(*, by: Person, pulse: Pulse, at: datetime | None = None) -> None:
    """End it before its day; raises NotASteward."""
    now = at or timezone.now()
    require_steward(by, pulse.indicator.community, at=now)
    _end(pulse.pk, now)


def close_what_is_over(*, now: datetime) -> int:
    """Work out what each came to whose day has passed; how many there were."""
    over = list(Pulse.objects.filter(closed_at=None, ends_at__lte=now).values_list("pk", flat=True))
    for pk in over:
        _end(pk, now)
    return len(over)


def _end(pk: int, now: datetime) -> None:
    with transaction.atomic():
        for one in lock(Pulse.objects.filter(pk=pk, closed_at=None)):
            said = [*PulseAnswer.objects.filter(pulse=one).values_list("number", flat=True)]
            middle = told_of(said, _told_last(one))
            one.low, one.high = (middle.low, middle.high) if middle else (None, None)
            one.people = in_fives(len(said)) if middle else 0
            one.closed_at = now
            one.save(update_fields=["low", "high", "people", "closed_at"])
            PulseAnswer.objects.filter(pulse=one).delete()
            PulseTaken.objects.filter(pulse=one).delete()
            # Whom a letter asked tells how many could have answered, and is for spacing letters out, no longer.
            PulseLetter.objects.filter(pulse=one, at__lte=now - LETTERS_KEPT).delete()
            ledger.changed([Indicator.objects.values_list("community_id", flat=True).get(pk=one.indicator_id)])
            to_be_wiped(now=now)


def _told_last(pulse: Pulse) -> Middle | None:
    """What was told of the same sentence last."""
    told = Pulse.objects.filter(indicator=pulse.indicator_id, question=pulse.question, low__isnull=False)
    last = told.exclude(pk=pulse.pk).order_by("-number").first()
    return last.middle if last is not None else None


def mix_answers(*, now: datetime) -> None:
    """Write anew, each in an order drawn by chance, who answered and what was said."""
    if sum(write_anew(model.objects.all()) for model in (PulseTaken, PulseAnswer)):
        to_be_wiped(now=now)
