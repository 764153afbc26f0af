"""What each indicator says, by time: a number with how we know, beside what was expected; never nought for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.communities.models import Community
from commonplace.fitness.queries import in_words
from commonplace.lib.direction import isolated
from commonplace.lib.spread import Middle
from commonplace.undertakings.figures import shown
from commonplace.value.cycles import Cycle, Horizon, Whose
from commonplace.value.measures import MEASURES
from commonplace.value.models import Entered, Expectation, Figure, Indicator, Pulse, Series, Source
from commonplace.value.times import in_days

MOST_VALUES = 40  # of an indicator that a page tells of


@dataclass(frozen=True)
class Value:
    """What an indicator said of a time: an amount in a unit, or a middle half; neither where it is withheld.

    `people` is at least how many it rests on, where that is told; values of two `series` are never added.
    """

    since: date
    until: date
    unit: str
    series: int = 1
    amount: Decimal | None = None
    middle: Middle | None = None
    people: int = 0
    is_withheld: bool = False
    entry: Entered | None = None

    @property
    def is_told(self) -> bool:
        """Whether it says anything."""
        return self.amount is not None or self.middle is not None

    @property
    def figure(self) -> str:
        """The number as the reader's language writes it, or between which steps the middle half lies."""
        if self.amount is not None:
            return shown(self.amount)
        if self.middle is not None:
            low, high = self.middle.low, self.middle.high
            return str(low) if low == high else f"{low}–{high}"
        return _("withheld") if self.is_withheld else ""

    @property
    def words(self) -> str:
        """The number and its unit, or the middle half in words."""
        if self.middle is not None:
            return in_words(self.middle)
        return f"{self.figure} {isolated(self.unit)}" if self.amount is not None else self.figure

    @property
    def months(self) -> int:
        """How many whole months its time has."""
        return 12 * (self.until.year - self.since.year) + self.until.month - self.since.month

    @property
    def when(self) -> str:
        """Its time, in days or months."""
        return in_days(self.since, self.until)


@dataclass(frozen=True)
class Reading:
    """An indicator with what it said, the latest first, and what was expected, the latest first.

    Its unit of now is that of the last of `series`; `read` gives no other.
    """

    indicator: Indicator
    values: Sequence[Value]
    expected: Sequence[Expectation] = ()
    series: Sequence[Series] = ()

    @property
    def latest(self) -> Value | None:
        """What it says last, withheld or not; None while there is no evidence."""
        return self.values[0] if self.values else None

    @property
    def before(self) -> Value | None:
        """What it said before that in the same unit, and of as many months where it was counted; both are told."""
        if self.latest is None or not self.latest.is_told:
            return None
        before = (one for one in self.values[1:] if one.is_told and one.series == self.latest.series)
        found = next(before, None)
        return found if found is not None and (found.entry or found.months == self.latest.months) else None

    @property
    def agreed(self) -> Expectation | None:
        """What is expected of it now."""
        return self.expected[0] if self.expected else None

    @property
    def is_agreed_first(self) -> bool:
        """Whether that was agreed before the time of which the latest number is."""
        return self.agreed is None or self.latest is None or self.agreed.is_before(self.latest.since)

    @property
    def unit(self) -> str:
        """The unit of now."""
        return unit_of(self.indicator, self.series)

    @property
    def how(self) -> str:
        """How we know, in a sentence."""
        one = self.indicator
        if one.is_asked:
            return _("Members are asked how far this is true: “%(question)s”") % {"question": isolated(one.question)}
        if one.is_by_hand:
            return _("Entered by hand, each number with its source.")
        measure = MEASURES.get(one.measure)
        return str(measure.how) if measure else _("It was counted in a way that this house does not know any more.")

    @property
    def silence(self) -> str:
        """Why nothing is told of what is counted: it never says which of the two it is."""
        if self.latest or self.indicator.source != Source.COUNTED:
            return ""
        return _("Nothing was there to count, or fewer than five people did it: which of the two is told to nobody.")

    @property
    def rests_on(self) -> str:
        """On how many people the latest number rests, where that is told."""
        if self.latest is None or not self.latest.people:
            return ""
        many = ngettext("at least %(n)d person", "at least %(n)d people", self.latest.people)
        return many % {"n": self.latest.people}


def unit_of(indicator: Indicator, series: Sequence[Series]) -> str:
    """In which unit an indicator is told now."""
    if indicator.is_by_hand:
        return series[-1].unit if series else ""
    if indicator.is_asked:
        return _("of 5")
    measure = MEASURES.get(indicator.measure)
    return str(measure.unit) if measure else ""


@dataclass(frozen=True)
class Wanted:
    """Which are read: of a horizon, of some, of a time; all of them without a word."""

    horizon: Horizon | None = None
    whose: Whose | None = None
    cycle: Cycle | None = None
    since: date | None = None
    until: date | None = None
    pk: int | None = None
    # Of what was agreed only what holds now, which costs no query of its own.
    is_brief: bool = False

    def admits(self, value: Value) -> bool:
        """Whether a value lies wholly in the time; what lies in it in part is left out, and nothing is cut."""
        return not ((self.since and value.since < self.since) or (self.until and value.until > self.until))


ALL = Wanted()


def read(community: Community, *, as_steward: bool = False, wanted: Wanted = ALL) -> list[Reading]:
    """What is looked at in a community, in the order of the cycles; five queries, four in brief.

    To all but stewards what was entered and rests on fewer than five people is withheld; what was counted so is told to
    nobody.
    """
    found = Indicator.objects.filter(community=community)
    found = found.filter(pk=wanted.pk) if wanted.pk is not None else found.living()
    if wanted.horizon:
        found = found.filter(horizon=wanted.horizon)
    if wanted.whose:
        found = found.filter(whose=wanted.whose)
    if wanted.cycle:
        found = found.filter(cycle=wanted.cycle)
    last = Series.objects.filter(indicator=OuterRef("pk")).order_by("-number")
    found = found.select_related("community").annotate(unit_now=Subquery(last.values("unit")[:1]))
    if wanted.is_brief:
        agreed = Expectation.objects.filter(indicator=OuterRef("pk")).order_by("-agreed_on", "-pk")
        said = agreed.values(said=JSONObject(words="words", agreed_with="agreed_with", agreed_on="agreed_on"))
        found = found.annotate(agreed_now=Subquery(said[:1]))
    indicators = list(found)
    rows = _Rows.of(community, indicators)
    rows.expected = _agreed_now(indicators) if wanted.is_brief else _agreed(indicators)
    cycles = list(Cycle)
    indicators.sort(key=lambda one: (cycles.index(Cycle(one.cycle)), one.at, one.pk))
    return [rows.reading(one, as_steward, wanted) for one in indicators]


@dataclass
class _Rows:
    """All rows that the readings are made of, by indicator or measure."""

    entries: dict[int, list[Entered]] = field(default_factory=dict)
    figures: dict[str, list[Figure]] = field(default_factory=dict)
    pulses: dict[int, list[Pulse]] = field(default_factory=dict)
    expected: dict[int, list[Expectation]] = field(default_factory=dict)

    @classmethod
    def of(cls, community: Community, indicators: Iterable[Indicator]) -> _Rows:
        keys = [one.pk for one in indicators]
        rows = cls()
        entries = Entered.objects.standing().filter(series__indicator__in=keys)
        for entry in entries.select_related("series", "by").order_by("-until", "-since", "-pk"):
            rows.entries.setdefault(entry.series.indicator_id, []).append(entry)
        counted = [one.measure for one in indicators if one.measure]
        for figure in Figure.objects.filter(community=community, measure__in=counted).order_by("-since"):
            rows.figures.setdefault(figure.measure, []).append(figure)
        closed = Pulse.objects.filter(indicator__in=keys, closed_at__isnull=False)
        for pulse in closed.order_by("-number"):
            rows.pulses.setdefault(pulse.indicator_id, []).append(pulse)
        return rows

    def reading(self, indicator: Indicator, as_steward: bool, wanted: Wanted) -> Reading:
        unit_now = getattr(indicator, "unit_now", None)
        series = [Series(indicator=indicator, unit=unit_now)] if unit_now else []
        unit = unit_of(indicator, series)
        if indicator.is_by_hand:
            values = [_entered(one, as_steward) for one in self.entries.get(indicator.pk, [])]
            values.sort(key=lambda one: (one.series, one.until), reverse=True)
        elif indicator.is_asked:
            values = [_pulsed(one, unit) for one in self.pulses.get(indicator.pk, [])]
        else:
            values = [_counted(one, unit) for one in self.figures.get(indicator.measure, [])]
            # What waits was of nobody, or of too few people: which of the two is not told, so neither is shown.
            values = [one for one in values if one.is_told]
        values = [one for one in values if wanted.admits(one)]
        return Reading(indicator, values[:MOST_VALUES], self.expected.get(indicator.pk, []), series)


def _agreed(indicators: Iterable[Indicator]) -> dict[int, list[Expectation]]:
    """All that was ever expected, the latest first; a query."""
    found: dict[int, list[Expectation]] = {}
    for one in Expectation.objects.filter(indicator__in=indicators).order_by("-agreed_on", "-pk"):
        found.setdefault(one.indicator_id, []).append(one)
    return found


def _agreed_now(indicators: Iterable[Indicator]) -> dict[int, list[Expectation]]:
    """What is expected now, as it was read beside each."""
    said = {one.pk: one.agreed_now for one in indicators if one.agreed_now}  # type: ignore[attr-defined]
    return {
        key: [Expectation(**{**one, "agreed_on": date.fromisoformat(one["agreed_on"])})] for key, one in said.items()
    }


def _entered(entry: Entered, as_steward: bool) -> Value:
    hidden = entry.is_of_few and not as_steward
    return Value(
        entry.since,
        entry.until,
        entry.series.unit,
        entry.series.number,
        amount=None if hidden else entry.amount,
        is_withheld=hidden,
        entry=None if hidden else entry,
    )


def _pulsed(pulse: Pulse, unit: str) -> Value:
    return Value(
        pulse.at.date(), pulse.until, unit, middle=pulse.middle, people=pulse.people, is_withheld=pulse.low is None
    )


def _counted(figure: Figure, unit: str) -> Value:
    return Value(
        figure.since,
        figure.until,
        unit,
        amount=figure.amount,
        people=figure.people,
    )
