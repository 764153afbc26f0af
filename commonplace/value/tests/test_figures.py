"""What is counted: told of whole quarters, from five people on, once, and the same again."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.communities import ledger
from commonplace.communities.models import Community
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.people.models import Person
from commonplace.value import counting
from commonplace.value.actions.indicators import begin, put_aside
from commonplace.value.actions.telling import tell_what_is_over
from commonplace.value.measures import MEASURES, Counted, rounded, tellings
from commonplace.value.models import Figure
from commonplace.value.periods import AFTER, Quarter, Span, last_told, quarter_of, told_by
from commonplace.value.queries.reading import read
from commonplace.value.tests.conftest import TODAY, looked

SUMMER = Quarter(date(2026, 7, 1))
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@given(DAYS)
def test_every_day_lies_in_one_quarter_and_no_two_overlap(day: date) -> None:
    one = quarter_of(day)
    assert one.since <= day <= one.until
    assert (one.next.before, one.next.since - one.until) == (one, timedelta(days=1))
    assert (one.since.day, one.since.month % 3) == (1, 1)
    now = datetime.combine(day, datetime.min.time(), UTC)
    assert last_told(now).told_from <= now < last_told(now).next.told_from
    told = told_by(now)
    assert all(later.before == earlier for later, earlier in pairwise(told))


@given(st.lists(st.frozensets(st.integers(0, 12), max_size=12), max_size=6), st.integers(0, 5))
def test_whatever_is_taken_from_what_nothing_of_fewer_than_five_is_left(
    quarters: list[frozenset[int]], of: int
) -> None:
    """Told are whole quarters that have no day in common: what lies between two tellings is a quarter or several."""
    told = [people for people in quarters if Counted(rounded(1), people).is_tellable]
    assert all(len(people) >= 5 for people in told)
    for some in combinations(told, of):
        assert not some or len(frozenset().union(*some)) >= 5
    whole = frozenset().union(*quarters) if quarters else frozenset()
    for part in quarters:
        if Counted(rounded(1), part, whole - part).is_tellable:
            assert len(part) >= 5
            assert len(whole - part) not in range(1, 5)


def talked(community: Community, crowd: list[Person], at: datetime, *, answered_by: Person) -> None:
    """Each of them asks, and is answered three hours later."""
    space = community.spaces.get(slug="table")
    for person in crowd:
        asked = open_conversation(by=person, space=space, kind="question", title="Which?", text="Which?", at=at)
        reply(by=answered_by, conversation=asked, text="That one.", at=at + timedelta(hours=3))


def test_a_quarter_is_told_once_and_the_same_to_whoever_takes_it_up_again(
    valued: Community, crowd: list[Person], ines: Person
) -> None:
    talked(valued, crowd[:5], SUMMER.begins_at + timedelta(days=9), answered_by=crowd[5])
    count = {"looked": looked("Answers", unit="", measure="questions_answered"), "community": valued}
    begun = begin(by=ines, at=TODAY, **count)
    (one,) = read(valued)
    assert [(value.amount, value.people, value.until) for value in one.values] == [(5, 5, SUMMER.until)]
    assert one.latest.when == "Oct 2024 to Sep 2026"
    talked(valued, crowd[5:], SUMMER.begins_at + timedelta(days=10), answered_by=crowd[0])
    tell_what_is_over(now=TODAY)
    put_aside(by=ines, indicator=begun)
    begin(by=ines, at=TODAY, **count)
    assert read(valued)[0].latest.amount == 5
    assert counting.questions_answered(valued, SUMMER).amount == 6


def test_nobody_is_told_whether_there_were_four_or_none(valued: Community, crowd: list[Person], ines: Person) -> None:
    """Who asks in vain is told the same of either, stewards too; and that both would look the same."""
    talked(valued, crowd[:4], SUMMER.before.begins_at + timedelta(days=9), answered_by=crowd[5])
    for name, measure in (("Wait", "hours_to_first_answer"), ("Bridges", "bridges")):
        begin(by=ines, community=valued, looked=looked(name, unit="", measure=measure), at=TODAY)
    four, none = read(valued, as_steward=True)
    assert (four.values, four.silence) == (none.values, none.silence) == ([], four.silence)
    assert "fewer than five" in four.silence


def test_quarters_of_few_people_are_told_as_one_with_the_next(
    valued: Community, crowd: list[Person], ines: Person
) -> None:
    """Two here and three there are five together; nothing is lost, and nobody is told of twice.

    What was of nobody waited, too: that there were two in winter, and nobody before, is told to no one.
    """
    winter, spring, founded = SUMMER.before.before, SUMMER.before, date(2024, 10, 1)
    asked = begin(by=ines, community=valued, looked=looked("Asked", unit="", measure="questions_answered"), at=TODAY)
    Figure.objects.all().delete()
    talked(valued, crowd[:2], winter.begins_at + timedelta(days=9), answered_by=crowd[5])
    tell_what_is_over(now=winter.told_from)
    assert read(valued)[0].latest is None
    talked(valued, crowd[2:5], spring.begins_at + timedelta(days=9), answered_by=crowd[5])
    tell_what_is_over(now=spring.told_from)
    (value,) = read(valued)[0].values
    assert (value.amount, value.since, value.until) == (5, founded, spring.until)
    talked(valued, crowd, SUMMER.begins_at + timedelta(days=9), answered_by=ines)
    tell_what_is_over(now=SUMMER.told_from)
    found = read(valued)[0]
    assert [(one.amount, one.since) for one in found.values] == [(6, SUMMER.since), (5, founded)]
    assert (found.before, found.indicator) == (None, asked)  # of many months and of three


@given(st.lists(st.frozensets(st.integers(0, 9), max_size=4), min_size=1, max_size=8), st.data())
def test_times_that_are_told_never_overlap_and_each_rests_on_five(
    here: list[frozenset[int]], data: st.DataObject
) -> None:
    """Told at once or quarter by quarter, it tells the same; and no time that is told lies in another."""
    first = Quarter(date(2020, 1, 1))
    every = [first]
    while len(every) < len(here):
        every.append(every[-1].next)

    def count(when: Span) -> Counted:
        inside = [who for quarter, who in zip(every, here, strict=True) if when.first <= quarter <= when.last]
        people = frozenset().union(*inside)
        return Counted(rounded(len(people)), people)

    whole = list(tellings(first, first, every[-1], count))
    told = [when for when, found in whole if found.is_tellable]
    assert all(len(count(when).people) >= 5 for when in told)
    assert all(one.until < other.since for one, other in pairwise(told))
    assert [when for when, found in whole if found.waits] in ([], [whole[-1][0]])
    stop = data.draw(st.sampled_from(every))
    early = list(tellings(first, first, stop, count))
    since = early[-1][0].first if early[-1][1].waits else stop.next
    later = [one for one in early if not one[1].waits] + list(tellings(since, stop.next, every[-1], count))
    assert stop == every[-1] or later == whole


def test_it_is_told_two_weeks_after_the_quarter(valued: Community, crowd: list[Person], ines: Person) -> None:
    early = SUMMER.ends_at + AFTER - timedelta(hours=1)
    talked(valued, crowd, SUMMER.begins_at + timedelta(days=9), answered_by=ines)
    begin(by=ines, community=valued, looked=looked("Wait", unit="", measure="hours_to_first_answer"), at=early)
    assert read(valued)[0].latest is None
    assert tell_what_is_over(now=early) == 0
    assert tell_what_is_over(now=TODAY) == 1
    assert (read(valued)[0].latest.amount, tell_what_is_over(now=TODAY)) == (3, 0)
    assert Figure.objects.filter(since__gt=SUMMER.since).count() == 0


def test_ties_across_organisations_are_new_once(valued: Community, crowd: list[Person], ines: Person) -> None:
    for number, person in enumerate([*crowd, ines]):
        person.affiliations.create(organisation="Kaveri" if number % 2 else "Tarnów ", is_main=True)
    day = SUMMER.begins_at + timedelta(days=3)
    for one in crowd:
        ledger.record(verb="thanked", person=one, towards=ines, community=valued, at=day)
        ledger.record(verb="thanked", person=ines, towards=one, community=valued, at=day)
    ledger.record(verb="thanked", person=crowd[1], towards=ines, community=valued, at=SUMMER.before.begins_at)
    found = counting.bridges(valued, SUMMER)
    # Three of the six work elsewhere than Inês, and one of these knew her before.
    assert (found.amount, len(found.people)) == (2, 3)


@pytest.mark.parametrize("code", sorted(one.code for one in MEASURES))
def test_every_measure_finds_nothing_in_an_empty_quarter(code: str, valued: Community) -> None:
    found = MEASURES[code].count(valued, Quarter(date(2025, 1, 1)))
    assert (found.is_nothing, found.is_tellable) == (True, False)
