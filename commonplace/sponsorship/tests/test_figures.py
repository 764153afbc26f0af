"""What a curious reader can work out from all that a sponsor’s page and its reports tell: nothing of fewer than five.

The page filters by term, a report by a period, and both are printed again after the world went on. What they tell are
numbers that `value` told, each by itself; nothing is summed, cut or counted anew, so nothing can be taken off anything.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonplace.communities.models import Community
from commonplace.sponsorship.actions.keeping import keep_figures
from commonplace.sponsorship.figures import of_horizon, readings_of, rows_of
from commonplace.sponsorship.models import KeptFigures
from commonplace.value.cycles import Cycle, Horizon, Whose
from commonplace.value.measures import Counted
from commonplace.value.models import Entered, Figure, Indicator, RestsOn, Series, Source
from commonplace.value.queries.reading import Reading, Value, Wanted, read

QUARTERS = [(date(2026, month, 1), date(2026, month + 3, 1) - timedelta(days=1)) for month in (1, 4, 7)]
people = st.frozensets(st.integers(0, 9))
by_hand = st.sampled_from([RestsOn.PEOPLE, RestsOn.FEW, RestsOn.THINGS])
worlds = st.lists(st.tuples(people, by_hand), min_size=3, max_size=3)
periods = st.tuples(st.integers(0, 2), st.integers(0, 2)).map(sorted)


def build(community: Community, world) -> tuple[set[Decimal], set[Decimal]]:
    """One indicator that is counted and one that is entered; the amounts that may be told, and those that may not.

    Each amount stands for the people behind it, so that a sum or a difference would be another.
    """
    counted = Indicator.objects.create(
        community=community, name="Used", cycle=Cycle.APPLIED, horizon=Horizon.SHORT, whose=Whose.MEMBER,
        source=Source.COUNTED, measure="uses",
    )  # fmt: skip
    entered = Indicator.objects.create(
        community=community, name="Hours", cycle=Cycle.REALIZED, horizon=Horizon.LONG, whose=Whose.ORGANISATION,
        source=Source.BY_HAND,
    )  # fmt: skip
    series = Series.objects.create(indicator=entered, unit="hours")
    may, may_not = set(), set()
    for number, ((since, until), (behind, rests_on)) in enumerate(zip(QUARTERS, world, strict=True)):
        amount, typed = Decimal(1000 + 7**number), Decimal(5000 + 11**number)
        found = Counted(amount, behind)
        (may if found.is_tellable else may_not).add(amount)
        Figure.objects.create(
            community=community, measure=counted.measure, since=since, until=until,
            amount=amount if found.is_tellable else None, people=found.in_fives, is_withheld=not found.is_tellable,
        )  # fmt: skip
        (may_not if rests_on == RestsOn.FEW else may).add(typed)
        Entered.objects.create(
            series=series, since=since, until=until, amount=typed, rests_on=rests_on, told_by="the office"
        )
    return may, may_not


def told_by(readings: list[Reading]) -> set[Decimal]:
    return {value.amount for one in readings for value in (one.latest, one.before) if value and value.amount}


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(worlds, st.lists(st.tuples(periods, st.sampled_from(["", "short", "long"])), min_size=1, max_size=6))
def test_nothing_of_few_is_told_whatever_is_laid_beside_what(stick_once, world, looks) -> None:
    with transaction.atomic():
        may, may_not = build(stick_once, world)
        told = set()
        for (first, last), horizon in looks:
            wanted = Wanted(since=QUARTERS[first][0], until=QUARTERS[last][1])
            kept = rows_of(read(stick_once, as_steward=False, wanted=wanted))
            for readings in (readings_of(kept), of_horizon(readings_of(kept), horizon)):
                told |= told_by(readings)
        keep_figures(community=stick_once, at=timezone.now())
        told |= told_by(readings_of(KeptFigures.objects.get(community=stick_once).rows))
        # Every number is one that stands for itself: no sum and no difference of any two is among them.
        assert told <= may
        assert not told & may_not
        transaction.set_rollback(True)


@pytest.fixture
def stick_once(stick: Community) -> Community:
    """The community, made once for all examples."""
    return stick


values = st.builds(
    Value,
    st.just(date(2026, 1, 1)),
    st.just(date(2026, 3, 31)),
    st.text(max_size=5),
    st.integers(1, 3),
    amount=st.none() | st.decimals(0, 999, places=4),
    people=st.integers(0, 20).map(lambda n: n - n % 5),
    is_withheld=st.booleans(),
)


@given(st.lists(values, max_size=3))
def test_what_is_kept_is_told_again_as_it_was(shown: list[Value]) -> None:
    indicator = Indicator(
        name="Used", cycle="applied", horizon="short", whose="member", source="counted", measure="uses"
    )
    first = Reading(indicator, shown)
    (again,) = readings_of(rows_of([first]))
    assert (again.latest, again.before) == (first.latest, first.before)
    assert rows_of([again]) == rows_of([first])


def test_no_evidence_is_never_nought() -> None:
    indicator = Indicator(
        name="Used", cycle="applied", horizon="short", whose="member", source="counted", measure="uses"
    )
    (again,) = readings_of(rows_of([Reading(indicator, [])]))
    assert (again.latest, again.rests_on) == (None, "")
