"""What is looked at: taken up, called otherwise, counted in another unit, and let go."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.value.actions import entering, indicators
from commonplace.value.actions.entering import correct, enter, expect
from commonplace.value.actions.indicators import begin, change, new_unit, pick, put_aside, take_up
from commonplace.value.cycles import COLUMNS, Cycle, Horizon, Whose
from commonplace.value.models import Entered, Indicator, RestsOn
from commonplace.value.queries.reading import Reading, Wanted, read
from commonplace.value.starter import STARTERS
from commonplace.value.tests.conftest import TODAY, looked

JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 1)


def the_one(community: Community, **more: bool) -> Reading:
    (found,) = read(community, **more)
    return found


def put(by: Person, indicator: Indicator, amount: str = "212", **more: object) -> Entered:
    said = {"since": JULY, "until": date(2026, 7, 31), "told_by": "Kaveri, measured", "rests_on": RestsOn.THINGS}
    return enter(by=by, indicator=indicator, amount=Decimal(amount), at=TODAY, **{**said, **more})


def test_two_of_one_name_are_refused_while_both_are_looked_at(
    valued: Community, hours: Indicator, ines: Person
) -> None:
    with pytest.raises(indicators.SameName, match="Run-time saved"):
        begin(by=ines, community=valued, looked=looked("RUN-TIME SAVED"))
    other = begin(by=ines, community=valued, looked=looked("Ünder one roof"))
    with pytest.raises(indicators.SameName):
        change(
            by=ines,
            indicator=other,
            name="run-time saved",
            cycle=Cycle.APPLIED,
            horizon=Horizon.LONG,
            whose=Whose.MEMBER,
        )
    put_aside(by=ines, indicator=hours)
    again = begin(by=ines, community=valued, looked=looked())
    with pytest.raises(indicators.SameName):
        take_up(by=ines, indicator=hours)
    put_aside(by=ines, indicator=again)
    take_up(by=ines, indicator=hours)
    assert [one.indicator.name for one in read(valued)] == ["Run-time saved", "Ünder one roof"]


def test_only_a_steward_changes_what_is_looked_at(valued: Community, hal: Person, hours: Indicator) -> None:
    for change_ in (
        lambda: begin(by=hal, community=valued, looked=looked("Mine")),
        lambda: put_aside(by=hal, indicator=hours),
        lambda: put(hal, hours),
        lambda: expect(by=hal, indicator=hours, words="More", agreed_with="Us", agreed_on=JULY),
    ):
        with pytest.raises(indicators.NotASteward):
            change_()


def test_forty_are_enough(valued: Community, ines: Person) -> None:
    Indicator.objects.bulk_create(
        Indicator(community=valued, name=f"No {n}", cycle="applied", horizon="short", whose="member", source="by_hand")
        for n in range(40)
    )
    with pytest.raises(indicators.TooMany):
        begin(by=ines, community=valued, looked=looked())


def test_every_starter_can_be_picked_and_covers_every_cycle_term_and_side(valued: Community, ines: Person) -> None:
    for one in STARTERS:
        pick(by=ines, community=valued, code=one.code, at=TODAY)
    found = [one.indicator for one in read(valued)]
    assert len(found) == len(STARTERS) <= 40
    assert {one.cycle for one in found} == set(Cycle)
    assert {(one.horizon, one.whose) for one in found if one.cycle in COLUMNS} == {
        (horizon, whose) for horizon in Horizon for whose in Whose
    }
    assert {one.indicator.whose for one in read(valued, wanted=Wanted(horizon=Horizon.LONG, whose=Whose.MEMBER))} == {
        "member"
    }
    with pytest.raises(indicators.SameName):
        pick(by=ines, community=valued, code="fun")
    with pytest.raises(indicators.AlreadyCounted):
        begin(by=ines, community=valued, looked=looked("Other words", unit="", measure="bridges"))


def test_a_number_is_entered_with_its_source_and_corrected_with_a_trace(
    valued: Community, hours: Indicator, ines: Person
) -> None:
    assert the_one(valued).latest is None
    entered = put(ines, hours)
    assert put(ines, hours) == entered
    assert the_one(valued).latest.words == "212 hours"
    corrected = correct(
        by=ines,
        entry=entered,
        amount=Decimal("21.5"),
        told_by="Kaveri, read anew",
        rests_on=RestsOn.THINGS,
        why="A nought too many.",
    )
    assert (corrected.since, corrected.corrects, the_one(valued).latest.figure) == (JULY, entered, "21.5")
    with pytest.raises(entering.IsCorrected):
        correct(by=ines, entry=entered, amount=None, told_by="", rests_on=RestsOn.THINGS, why="Twice.")
    correct(by=ines, entry=corrected, amount=None, told_by="", rests_on=RestsOn.THINGS, why="Another district.")
    assert the_one(valued).latest is None
    assert Entered.objects.count() == 3


def test_times_that_cannot_be_are_refused(valued: Community, hours: Indicator, worth: Indicator, ines: Person) -> None:
    with pytest.raises(entering.EndsBeforeItBegins):
        put(ines, hours, since=AUGUST, until=JULY)
    with pytest.raises(entering.NotOver):
        put(ines, hours, until=TODAY.date() + timedelta(days=1))
    with pytest.raises(entering.NotByHand):
        put(ines, worth)
    put(ines, hours)
    with pytest.raises(entering.Overlaps) as refused:
        put(ines, hours, since=date(2026, 7, 31), until=AUGUST)
    assert refused.value.args[0].amount == 212
    put(ines, hours, since=AUGUST, until=AUGUST)
    with pytest.raises(entering.NotOver):
        expect(
            by=ines, indicator=hours, words="More", agreed_with="Us", agreed_on=TODAY.date() + timedelta(9), at=TODAY
        )


def test_another_unit_begins_anew_and_is_compared_with_nothing_before(
    valued: Community, hours: Indicator, ines: Person
) -> None:
    put(ines, hours)
    with pytest.raises(indicators.SameUnit):
        new_unit(by=ines, indicator=hours, unit="Hours", note="Why not")
    new_unit(by=ines, indicator=hours, unit="days", note="The meters count days now.")
    put(ines, hours, "9")
    found = the_one(valued)
    assert [(one.amount, one.unit, one.series) for one in found.values] == [(9, "days", 2), (212, "hours", 1)]
    assert (found.before, found.unit) == (None, "days")
    put(ines, hours, "8", since=date(2026, 6, 1), until=date(2026, 6, 30))
    assert the_one(valued).before.amount == 8


def test_what_rests_on_few_is_for_stewards_alone(valued: Community, hours: Indicator, ines: Person) -> None:
    put(ines, hours, rests_on=RestsOn.FEW)
    assert the_one(valued, as_steward=True).latest.amount == 212
    for_all = the_one(valued).latest
    assert (for_all.amount, for_all.entry, for_all.is_withheld, for_all.words) == (None, None, True, "withheld")


def test_a_number_of_few_people_is_for_stewards_whatever_it_is_said_to_rest_on(valued: Community, ines: Person) -> None:
    kept = begin(by=ines, community=valued, looked=looked("Who stayed", unit="people"), at=TODAY)
    put(ines, kept, "3", rests_on=RestsOn.PEOPLE)
    put(ines, kept, "12", since=AUGUST, until=AUGUST, rests_on=RestsOn.PEOPLE)
    assert [one.amount for one in the_one(valued).values] == [12, None]
    assert [one.amount for one in the_one(valued, as_steward=True).values] == [12, 3]


def test_what_was_agreed_says_whether_it_was_agreed_first(valued: Community, hours: Indicator, ines: Person) -> None:
    put(ines, hours)
    said = {"by": ines, "indicator": hours, "agreed_with": "Mireille", "at": datetime(2026, 10, 21, tzinfo=UTC)}
    expect(words="100 hours", agreed_on=date(2026, 1, 10), **said)
    expect(words="100 hours", agreed_on=date(2026, 1, 10), **said)
    found = the_one(valued)
    assert ([one.words for one in found.expected], found.is_agreed_first) == (["100 hours"], True)
    expect(words="200 hours", agreed_on=date(2026, 9, 10), **said)
    found = the_one(valued)
    assert (found.agreed.words, found.is_agreed_first, len(found.expected)) == ("200 hours", False, 2)
