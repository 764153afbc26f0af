"""A curious sponsor looks on two following days, filters by term, reads reports of every period, and subtracts.

Small communities by chance, into which people come, of whom some are answered. What is played: nothing that is told
rests on fewer than five, whatever is taken from what; and up to four who come, go or move are seen by nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from commonplace.communities.models import Community
from commonplace.sponsorship.actions.keeping import keep_figures
from commonplace.sponsorship.figures import of_horizon, readings_of
from commonplace.sponsorship.queries.assembling import assembled
from commonplace.sponsorship.queries.page import front_of
from commonplace.value.actions.telling import tell_figures_of
from commonplace.value.cycles import Cycle, Horizon, Whose
from commonplace.value.measures import Counted, Measure, rounded
from commonplace.value.models import Indicator, Source
from commonplace.value.periods import Quarter, Time
from commonplace.value.queries.reading import Reading

FIRST = Quarter(date(2025, 1, 1))
QUARTERS = [FIRST, FIRST.next, FIRST.next.next, FIRST.next.next.next]
PERIODS = [(0, 1), (1, 2), (2, 3)]
# In each quarter: who came, and who of them was answered.
World = list[tuple[frozenset[int], frozenset[int]]]
Told = dict[tuple[date, date], int]
WHO = st.frozensets(st.integers(0, 11), max_size=9)
WORLDS = st.lists(st.tuples(WHO, WHO).map(lambda both: (both[0], both[0] & both[1])), min_size=4, max_size=4)


@dataclass
class Counting:
    """Counts a world that the test may change."""

    world: World

    def within(self, when: Time, side: int) -> frozenset[int]:
        """Everyone of a side in a time."""
        inside = (
            both[side]
            for quarter, both in zip(QUARTERS, self.world, strict=True)
            if when.begins_at <= quarter.begins_at < when.ends_at
        )
        return frozenset().union(*inside)

    def measures(self) -> list[Measure]:
        """The whole, and a part of it; the part is asked for first."""

        def came(_community: Community, when: Time) -> Counted:
            who = self.within(when, 0)
            return Counted(rounded(len(who)), who)

        def answered(_community: Community, when: Time) -> Counted:
            who = self.within(when, 1)
            return Counted(rounded(len(who)), who, self.within(when, 0) - who)

        whole = Measure("came", "Came", "people", "Counted.", Cycle.ORIENTING, came)
        part = Measure("answered", "Answered", "people", "Counted.", Cycle.ORIENTING, answered, of=whole)
        return [part, whole]


def look(community: Community, at: datetime) -> list[Reading]:
    """All that a sponsor could see in one day: the page in each of its terms, and a report of every period."""
    keep_figures(community=community, at=at)
    found = [one for term in ("", *Horizon.values) for one in front_of(community, horizon=term).figures]
    for first, last in PERIODS:
        kept = assembled(community, since=QUARTERS[first].since, until=QUARTERS[last].until)
        found += [one for term in ("", "long") for one in of_horizon(readings_of(kept["figures"]), term)]
    return found


def played(community: Community, world: World) -> list[list[Reading]]:
    """What they see as the quarters pass, each time on two following days."""
    seen, counting = [], Counting(world)
    with transaction.atomic():
        for code, horizon in (("came", Horizon.SHORT), ("answered", Horizon.LONG)):
            Indicator.objects.create(
                community=community, name=code.title(), cycle=Cycle.ORIENTING, horizon=horizon, whose=Whose.MEMBER,
                source=Source.COUNTED, measure=code,
            )  # fmt: skip
        for quarter in QUARTERS:
            for day in (0, 1):
                now = quarter.told_from + timedelta(days=day)
                tell_figures_of(community, counting.measures(), now=now)
                seen.append(look(community, now))
        transaction.set_rollback(True)
    return seen


def plain(seen: list[Reading]) -> list[tuple[str, list[object], str]]:
    """What a look says, without the keys of rows."""
    return [(one.indicator.name, [one.latest, one.before], one.silence) for one in seen]


def told_in(looks: list[list[Reading]], measure: str) -> Told:
    """Every number of a measure that was ever seen, by its time; no time has two."""
    found: Told = {}
    for one in (one for seen in looks for one in seen if one.indicator.measure == measure):
        for value in (one.latest, one.before):
            if value is not None:
                assert found.setdefault((value.since, value.until), int(value.amount)) == value.amount
    times = sorted(found)
    assert all(earlier[1] < later[0] for earlier, later in pairwise(times))
    return {time: found[time] for time in times}


def runs(told: Told) -> Iterator[tuple[date, date, int]]:
    """What times beside each other come to, if somebody adds them."""
    times = list(told)
    for first in range(len(times)):
        for last in range(first, len(times)):
            some = times[first : last + 1]
            if all(a[1] + timedelta(days=1) == b[0] for a, b in pairwise(some)):
                yield some[0][0], some[-1][1], sum(told[time] for time in some)


@pytest.fixture
def young(stick: Community) -> Community:
    """Founded when the first quarter began."""
    stick.founded_at = datetime.combine(FIRST.since, datetime.min.time(), UTC)
    stick.save(update_fields=["founded_at"])
    return stick


def people(*numbers: int) -> frozenset[int]:
    return frozenset(numbers)


FIVE, NONE = people(0, 1, 2, 3, 4), people()


@pytest.mark.django_db
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(WORLDS)
# One came alone, and is told with the next: five who were answered there, taken off six who came, would leave that one.
@example([(people(*range(9)), people(0, 1, 2, 3)), (people(9), people(9)), (FIVE, FIVE), (NONE, NONE)])
# Nobody was answered, and then all but one.
@example([(FIVE, NONE), (people(5, 6, 7, 8, 9), people(5, 6, 7, 8)), (FIVE, FIVE), (people(3), people(3))])
def test_whatever_is_taken_from_what_nothing_of_one_person_is_left(young: Community, world: World) -> None:
    looks, counting = played(young, world), Counting(world)
    whole, part = told_in(looks, "came"), told_in(looks, "answered")
    for side, told in enumerate((whole, part)):
        for (since, until), amount in told.items():
            inside = [both[side] for q, both in zip(QUARTERS, world, strict=True) if since <= q.since <= until]
            assert len(frozenset().union(*inside)) == amount >= 5
    for since, until, came in runs(whole):
        for begin, end, answered in runs(part):
            if since <= begin and end <= until:
                assert came - answered not in range(1, 5)
    assert counting.measures()[0].of == counting.measures()[1]


@pytest.mark.django_db
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(WORLDS)
@example([(NONE, NONE), (people(7), NONE), (FIVE, FIVE), (people(1), people(1))])
def test_when_somebody_came_among_those_who_are_told_together_is_seen_by_nobody(young: Community, world: World) -> None:
    """Whoever came alone might as well have come when the others did, and whoever waits not at all."""
    looks = played(young, world)
    assert [plain(one) for one in looks[::2]] == [plain(one) for one in looks[1::2]]
    otherwise: World = [(NONE, NONE)] * len(QUARTERS)
    for since, until in told_in(looks, "came"):
        inside = [at for at, quarter in enumerate(QUARTERS) if since <= quarter.since <= until]
        otherwise[inside[-1]] = (
            frozenset().union(*(world[at][0] for at in inside)),
            frozenset().union(*(world[at][1] for at in inside)),
        )
    assert [plain(one) for one in played(young, otherwise)] == [plain(one) for one in looks]
