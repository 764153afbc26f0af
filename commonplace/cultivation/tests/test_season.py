"""The arithmetic of a season: silences, full weeks, one form; and proposals that any order gives alike."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from commonplace.cultivation.season import marks
from commonplace.cultivation.season.closed_days import closed_days
from commonplace.cultivation.season.meeting import Meeting
from commonplace.cultivation.season.proposals import FEWEST, LATEST, SOONEST, Proposal, Slot, proposals
from commonplace.lib.weeks import monday_of

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)  # a Tuesday
TODAY = NOW.date()
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def met(days_ago: int, there: int | None = 5, *, form: str = "open hour", at: int = 9, **more: object) -> Meeting:
    """A gathering so many days before NOW (after it, where that is negative), an hour long."""
    wall = datetime.combine(TODAY - timedelta(days=days_ago), time(at))
    minutes = int(str(more.pop("minutes", 60)))
    said: dict[str, object] = {
        "pk": 1000 - days_ago,
        "title": form or "By itself",
        "form": form,
        "form_name": form,
        "wall": wall,
        "zone": "UTC",
        "minutes": minutes,
        "starts_at": wall.replace(tzinfo=UTC),
        "ends_at": wall.replace(tzinfo=UTC) + timedelta(minutes=minutes),
        "called_at": wall.replace(tzinfo=UTC) - timedelta(days=12),
        "state": "convened",
        "there": there if days_ago > 0 else None,
    }
    return Meeting(**{**said, **more})  # type: ignore[arg-type]


def silences(*meetings: Meeting) -> list[tuple[date, date, bool]]:
    found = marks.silences(meetings, now=NOW, first=FIRST, last=LAST)
    return [(one.first, one.last, one.is_open) for one in found]


def test_a_silence_is_half_as_long_again_as_is_usual_and_a_fortnight_at_least() -> None:
    weekly = [met(days) for days in range(7, 70, 7)]
    assert silences(*weekly, met(-7)) == []
    # Three weeks from the last one to the next are longer than a fortnight, and longer than a week and a half.
    assert silences(*weekly, met(-15)) == [(TODAY - timedelta(days=6), TODAY + timedelta(days=14), False)]
    monthly = [met(days) for days in range(28, 200, 28)]
    assert silences(*monthly, met(-13)) == []
    assert silences(*monthly, met(-15)) == [(TODAY - timedelta(days=27), TODAY + timedelta(days=14), False)]


def test_what_nobody_has_planned_is_a_silence_once_it_is_time_to_call_something() -> None:
    assert silences(met(30), met(20), met(2)) == []
    (found,) = silences(met(40), met(30), met(20))
    assert found == (TODAY - timedelta(days=19), LAST, True)
    assert silences(*[met(days) for days in (40, 30, 20)], met(-3), met(-10)) == [
        (TODAY - timedelta(days=19), TODAY + timedelta(days=2), False)
    ]


def test_two_gatherings_are_no_rhythm() -> None:
    assert marks.usual_pause([met(300), met(10)], now=NOW) is None
    # Where half a year tells nothing, a year does; how it was before half a year counts for nothing where it does.
    assert marks.usual_pause([met(300), met(270), met(240)], now=NOW) == 30
    assert marks.usual_pause([met(300), met(270), met(240), met(21), met(14), met(7)], now=NOW) == 7
    assert silences(met(300), met(10)) == []


def test_what_a_week_may_hold_is_what_half_of_five_members_give_in_half_hours() -> None:
    declared = [20, 45, 100, 180, 600]
    assert marks.allowed([], declared, now=NOW) == marks.Allowed(90, is_declared=True)
    # Four are too few: what they said could be somebody's.
    assert marks.allowed([], declared[:4], now=NOW) is None
    usual = [met(7), met(14), met(21, minutes=120)]
    assert marks.allowed(usual, declared[:4], now=NOW) == marks.Allowed(120, is_declared=False)


@given(st.lists(st.integers(1, 10_000), min_size=5, max_size=9), st.integers(0, 8), st.integers(0, 29))
def test_what_is_allowed_tells_nobodys_own_minutes(declared: list[int], at: int, more: int) -> None:
    one = marks.allowed([], sorted(declared), now=NOW)
    assert one is not None
    assert one.minutes % marks.STEP == 0
    moved = list(declared)
    moved[at % len(moved)] = moved[at % len(moved)] // marks.STEP * marks.STEP + more
    # Whatever somebody gives within the same half hour, the same is said.
    assert marks.allowed([], sorted(moved), now=NOW) == one


def test_a_full_week_holds_more_than_is_allowed() -> None:
    usual = [met(days) for days in (7, 14, 21, 28)]
    monday = monday_of(TODAY + timedelta(days=14))
    full = [met(-14), met(-15, form="clinic"), met(-16, form="visit")]
    found = marks.full_weeks([*usual, *full], marks.allowed(usual, [], now=NOW))
    assert [(one.monday, one.minutes, one.gatherings) for one in found] == [(monday, 180, 3)]
    # A single long visit is no full week here, unless it takes more than people said they give.
    visit = [*usual, met(-14, minutes=300)]
    assert marks.full_weeks(visit, marks.allowed(usual, [], now=NOW)) == []
    assert [one.minutes for one in marks.full_weeks(visit, marks.Allowed(120, is_declared=True))] == [300]


def test_half_a_year_of_one_form_asks_for_a_spark() -> None:
    same = [met(days) for days in (170, 120, 80, 40, 10)]
    assert marks.same_form(same, now=NOW) == marks.SameForm("open hour", "open hour", 5)
    assert marks.same_form([*same, met(60, form="visit")], now=NOW) is None
    assert marks.same_form([*same, met(-20, form="visit")], now=NOW) is None
    assert marks.same_form([*same, met(-20)], now=NOW) is not None
    # What stands alone each time has no form in common, and three months are not six.
    assert marks.same_form([met(days, form="") for days in (170, 120, 80, 40)], now=NOW) is None
    assert marks.same_form([met(days) for days in (80, 60, 40, 20)], now=NOW) is None


def proposed(*meetings: Meeting, **more: object) -> list[Proposal]:
    return proposals(meetings, now=NOW, today=TODAY, **more)  # type: ignore[arg-type]


def test_a_proposal_is_the_weekday_and_hour_that_were_attended_best() -> None:
    thursdays = [met(days, 9) for days in (5, 12, 19)]  # 25, 18 and 11 June
    mondays = [met(days, 3, at=15, form="open hour") for days in (8, 15, 22)]
    (one,) = proposed(*thursdays, *mondays)
    assert (one.slot, one.people, one.overall, one.of) == (Slot(3, time(9), "UTC"), 9, 6, 6)
    assert one.day == date(2026, 7, 9)  # a week away at least
    assert [held.there for held in one.evidence] == [9, 9, 9]
    assert one.copies == thursdays[0].pk


def test_what_is_planned_already_is_proposed_only_to_break_a_silence() -> None:
    thursdays = [met(days, 9) for days in (5, 12, 19)]
    planned = met(-30)
    assert proposed(*thursdays, planned) == []
    found = marks.silences([*thursdays, planned], now=NOW, first=FIRST, last=LAST)
    (one,) = proposed(*thursdays, planned, silences=found)
    assert (one.day, one.silence) == (date(2026, 7, 9), found[0])


def test_holidays_and_full_weeks_are_passed_over() -> None:
    thursdays = [met(days, 9) for days in (5, 12, 19)]
    assert proposed(*thursdays, closed={date(2026, 7, 9)})[0].day == date(2026, 7, 16)
    busy = met(-8, form="visit", minutes=300)  # in the week of 9 July
    may = marks.Allowed(320, is_declared=True)
    assert proposed(*thursdays, busy, may=may)[0].day == date(2026, 7, 16)


MEETINGS = st.lists(
    st.builds(
        met,
        st.integers(-200, 700),
        st.one_of(st.none(), st.integers(0, 30)),
        form=st.sampled_from(["", "open hour", "clinic", "visit"]),
        at=st.sampled_from([9, 15, 18]),
        minutes=st.sampled_from([30, 60, 90, 240]),
    ),
    max_size=25,
    unique_by=lambda one: one.pk,
)


@given(MEETINGS, st.randoms(use_true_random=False), st.sets(st.dates(TODAY, TODAY + LATEST), max_size=30))
def test_proposals_are_the_same_in_any_order_and_never_from_fewer_than_three(meetings, random, closed) -> None:
    may = marks.allowed(meetings, [60, 90, 120, 240, 480], now=NOW)
    found = marks.silences(meetings, now=NOW, first=FIRST, last=LAST)
    said = proposed(*meetings, silences=found, may=may, closed=closed)
    shuffled = list(meetings)
    random.shuffle(shuffled)
    assert marks.silences(shuffled, now=NOW, first=FIRST, last=LAST) == found
    assert marks.full_weeks(shuffled, may) == marks.full_weeks(meetings, may)
    assert marks.same_form(shuffled, now=NOW) == marks.same_form(meetings, now=NOW)
    assert proposed(*shuffled, silences=found, may=may, closed=closed) == said
    assert len(said) <= 3
    assert len({one.form for one in said}) == len({monday_of(one.day) for one in said}) == len(said)
    for one in said:
        assert len(one.evidence) >= FEWEST
        assert all(held.there is not None and held.form == one.form for held in one.evidence)
        assert {(held.day.weekday(), held.wall.time()) for held in one.evidence} == {(one.slot.weekday, one.slot.at)}
        assert one.people >= max(1, one.overall)
        assert one.day.weekday() == one.slot.weekday
        assert one.day not in closed
        assert one.day not in {held.day for held in meetings}
        assert TODAY + SOONEST <= one.day <= TODAY + LATEST
        week = sum(held.minutes for held in meetings if monday_of(held.day) == monday_of(one.day))
        assert may is not None
        assert week + one.minutes <= may.minutes


@pytest.mark.parametrize("language", ["en", "pl"])
def test_holidays_are_said_where_somebody_wrote_the_law_down(language: str) -> None:
    translation.activate(language)
    found = closed_days(["PL", "GB", "XX", "xk"], first=date(2026, 11, 1), last=date(2026, 12, 25))
    said = [(one.day, one.country) for one in found]
    assert (date(2026, 11, 11), "Polska" if language == "pl" else "Poland") in said
    assert date(2026, 12, 25) in [one.day for one in found if one.country != "Poland"]
    assert not [one for one in found if one.country.lower() == "xx"]
