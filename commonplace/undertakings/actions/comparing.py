"""A mutual benchmark: measures agreed on, numbers given, and all of a measure opened at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from commonplace.communities.models import Space
from commonplace.people.models import Person
from commonplace.undertakings.actions import beginning
from commonplace.undertakings.actions.beginning import TooMany
from commonplace.undertakings.actions.deeds import record
from commonplace.undertakings.actions.group import require_in_group
from commonplace.undertakings.actions.lessons import tell_what_is_agreed
from commonplace.undertakings.actions.rights import held_still, require_hand
from commonplace.undertakings.actions.telling import News, tell_all
from commonplace.undertakings.kinds import Kind
from commonplace.undertakings.models import (
    Figure,
    Measure,
    MutualBenchmark,
    Opening,
    Participant,
    Period,
    Showing,
    Undertaking,
)

MOST_MEASURES, MOST_PERIODS = 12, 24
FEWEST_TO_OPEN = 2


class HasNumbers(ValueError):
    """Numbers were given by it, so many; it goes with them only where that is meant."""


class BelowZero(ValueError):
    """What is measured so cannot be below nought."""


class TooFew(ValueError):
    """One number alone is opened to nobody: whose it is would be plain, and there is nothing beside it."""


@dataclass(frozen=True)
class MeasureTerms:
    """What is said of a measure."""

    name: str
    unit: str
    counted: str
    better: str = Measure.Better.NEITHER
    goes_below_zero: bool = False


@dataclass(frozen=True)
class Given:
    """One number as somebody gives it: without `amount` it is left out, or not given yet."""

    amount: Decimal | None = None
    note: str = ""
    is_left_out: bool = False


def begin_comparison(
    *,
    by: Person,
    space: Space,
    title: str,
    question: str,
    promise: str,
    period: str,
    speaks_for: str = "",
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> Undertaking:
    """Begin a mutual benchmark; whoever begins it is the first of its group."""
    at = at or timezone.now()

    def make(undertaking: Undertaking) -> None:
        row = MutualBenchmark.objects.create(undertaking=undertaking, promise=promise)
        Period.objects.create(benchmark=row, words=period, at=at)
        Participant.objects.create(undertaking=undertaking, person=by, speaks_for=speaks_for, asked_at=at, let_in_at=at)

    return beginning.begin(
        by=by,
        space=space,
        kind=Kind.MUTUAL,
        title=title,
        purpose=question,
        make=make,
        idempotency_key=idempotency_key,
        at=at,
    )


def add_measure(*, by: Person, undertaking: Undertaking, terms: MeasureTerms, at: datetime | None = None) -> Measure:
    """Add a measure; one of that name is that one. Raises NotTheirs, IsOver and TooMany."""
    at = at or timezone.now()
    require_hand(by, undertaking)
    with transaction.atomic():
        held_still(undertaking)
        known = Measure.objects.filter(benchmark=undertaking.pk)
        if same := known.filter(name=terms.name).first():
            return same
        if known.count() >= MOST_MEASURES:
            raise TooMany(undertaking.pk)
        made = Measure.objects.create(benchmark_id=undertaking.pk, at=at, **vars(terms))
        beginning.changed(undertaking, at=at)
    return made


def change_measure(
    *, by: Person, undertaking: Undertaking, measure: Measure, terms: MeasureTerms, at: datetime | None = None
) -> None:
    """Say a measure otherwise; once numbers were given, what they count stays.

    Raises NotTheirs, IsOver and HasNumbers.
    """
    at = at or timezone.now()
    require_hand(by, undertaking)
    with transaction.atomic():
        held_still(undertaking)
        counts_alike = (measure.unit, measure.counted, measure.goes_below_zero) == (
            terms.unit,
            terms.counted,
            terms.goes_below_zero,
        )
        given = 0 if counts_alike else measure.figures.count()
        if given:
            raise HasNumbers(given)
        Measure.objects.filter(pk=measure.pk, benchmark=undertaking.pk).update(**vars(terms))
        beginning.changed(undertaking, at=at)


def remove(*, by: Person, undertaking: Undertaking, row: Measure | Period, is_sure: bool = False) -> None:
    """Remove a measure or a period; with numbers in it only where one is sure. Raises NotTheirs, IsOver, HasNumbers."""
    require_hand(by, undertaking)
    with transaction.atomic():
        held_still(undertaking)
        given = row.figures.count()
        if given and not is_sure:
            raise HasNumbers(given)
        row.delete()


def add_period(*, by: Person, undertaking: Undertaking, words: str, at: datetime | None = None) -> Period:
    """Add a period to give numbers for; one of that name is that one. Raises NotTheirs, IsOver and TooMany."""
    at = at or timezone.now()
    require_hand(by, undertaking)
    with transaction.atomic():
        held_still(undertaking)
        if Period.objects.filter(benchmark=undertaking.pk).count() >= MOST_PERIODS:
            raise TooMany(undertaking.pk)
        (made, is_new) = Period.objects.get_or_create(benchmark_id=undertaking.pk, words=words, defaults={"at": at})
        if is_new:
            beginning.changed(undertaking, at=at)
    return made


def give(
    *,
    by: Person,
    undertaking: Undertaking,
    period: Period,
    given: Mapping[int, Given],
    at: datetime | None = None,
) -> None:
    """Give one's numbers of a period, by the keys of measures; what is empty and not left out is not given, or taken
    back. Raises NotInGroup, IsOver and BelowZero.
    """
    at = at or timezone.now()
    with transaction.atomic():
        standing = held_still(undertaking)
        part = require_in_group(by, standing)
        before = {one.measure_id: one for one in part.figures.filter(period=period)}
        opened = set(period.openings.values_list("measure", flat=True))
        for measure in Measure.objects.filter(benchmark=undertaking.pk, pk__in=given).order_by("pk"):
            _give(given[measure.pk], measure, period, part, before.get(measure.pk), measure.pk in opened, at)
        if not before and part.figures.filter(period=period).exists():
            record("gave_numbers", by=by, undertaking=standing, at=at, part_id=period.pk)
        settle(standing, at=at)


def _give(
    said: Given,
    measure: Measure,
    period: Period,
    part: Participant,
    before: Figure | None,
    is_open: bool,
    at: datetime,
) -> None:
    if said.amount is None and not said.is_left_out:
        if before is not None:
            before.delete()
        return
    amount = None if said.is_left_out else said.amount
    if amount is not None and amount < 0 and not measure.goes_below_zero:
        raise BelowZero(measure.pk)
    if before is None:
        Figure.objects.create(measure=measure, period=period, participant=part, amount=amount, note=said.note, at=at)
        return
    if is_open and before.amount != amount:
        before.changed_at = at
    before.amount, before.note = amount, said.note
    before.save(update_fields=["amount", "note", "changed_at"])


def open_measure(
    *, by: Person, undertaking: Undertaking, measure: Measure, period: Period, at: datetime | None = None
) -> None:
    """Open the numbers of a measure to the group before everyone gave theirs. Raises NotTheirs, IsOver and TooFew."""
    at = at or timezone.now()
    require_hand(by, undertaking)
    with transaction.atomic():
        standing = held_still(undertaking)
        inside = Participant.objects.still_here(standing).values("pk")
        given = Figure.objects.filter(
            measure=measure, period=period, amount__isnull=False, participant__in=inside
        ).count()
        if given < FEWEST_TO_OPEN:
            raise TooFew(given)
        _open(standing, measure.pk, period.pk, by=by, at=at)


def settle(undertaking: Undertaking, *, at: datetime) -> None:
    """Open each measure of a period for which everyone in the group has given theirs, and tell what all agreed to.

    The undertaking is held still by whoever asks.
    """
    inside = set(Participant.objects.still_here(undertaking).values_list("pk", flat=True))
    answered: dict[tuple[int, int], set[int]] = {}
    numbers: dict[tuple[int, int], int] = {}
    rows = Figure.objects.filter(measure__benchmark=undertaking.pk, participant__in=inside)
    for measure, period, participant, amount in rows.values_list("measure", "period", "participant", "amount"):
        answered.setdefault((measure, period), set()).add(participant)
        numbers[measure, period] = numbers.get((measure, period), 0) + (amount is not None)
    opened = set(Opening.objects.filter(measure__benchmark=undertaking.pk).values_list("measure", "period"))
    for pair in sorted(set(answered) - opened):
        if answered[pair] == inside and numbers[pair] >= FEWEST_TO_OPEN:
            _open(undertaking, *pair, by=None, at=at)
    tell_what_is_agreed(undertaking, at=at)


def _open(undertaking: Undertaking, measure: int, period: int, *, by: Person | None, at: datetime) -> None:
    (_row, is_new) = Opening.objects.get_or_create(measure_id=measure, period_id=period, defaults={"by": by, "at": at})
    if is_new:
        beginning.changed(undertaking, at=at)
        to = Participant.objects.still_here(undertaking).values_list("person", flat=True)
        # What opens on one day is one letter.
        tell_all(News.OPENED, undertaking, to=to, by=by, key=f"OPENED:{period}:{at:%Y-%m-%d}", at=at)


def offer_to_show(
    *, by: Person, undertaking: Undertaking, measure: Measure, words: str, at: datetime | None = None
) -> None:
    """Offer to show the group how one does it, or with no words take that back. Raises NotInGroup and IsOver."""
    at = at or timezone.now()
    with transaction.atomic():
        standing = held_still(undertaking)
        part = require_in_group(by, standing)
        if not words:
            Showing.objects.filter(measure=measure, participant=part).delete()
            return
        (_row, is_new) = Showing.objects.update_or_create(
            measure=measure, participant=part, defaults={"words": words, "at": at}
        )
        if is_new:
            record("offered_to_show", by=by, undertaking=standing, at=at, part_id=measure.pk)
            beginning.changed(standing, at=at)
