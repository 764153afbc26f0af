"""Rules of series: the same days as dateutil finds, and an end to every search."""

from datetime import datetime, timedelta
from itertools import takewhile
from time import perf_counter

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from commonplace.lib.recurrence import DAYS, LAST, NotARule, Step, first_wall, tidy_rule, until_of, walls

START = datetime.fromisoformat("2026-01-27T15:00")


def days(rule: str, start: datetime = START, years: int = 2) -> list[str]:
    end = start + timedelta(days=366 * years)
    return [f"{wall:%Y-%m-%d}" for wall in walls(rule, start, after=start, before=end)]


def test_every_second_tuesday_and_the_last_thursday() -> None:
    assert days("FREQ=WEEKLY;INTERVAL=2;COUNT=3") == ["2026-01-27", "2026-02-10", "2026-02-24"]
    assert days("FREQ=MONTHLY;BYDAY=-1TH;COUNT=3") == ["2026-01-29", "2026-02-26", "2026-03-26"]
    assert days("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2") == ["2026-01-30", "2026-02-27"]
    assert days("FREQ=MONTHLY;BYDAY=MO,2MO;COUNT=2") == ["2026-02-02", "2026-02-09"]  # each Monday, and the second
    assert days("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", years=9) == ["2028-02-29", "2032-02-29"]


def test_a_day_until_which_it_goes_is_meant_whole_and_a_moment_is_told_in_the_zone() -> None:
    assert days("FREQ=DAILY;UNTIL=20260128") == ["2026-01-27", "2026-01-28"]
    assert days("FREQ=DAILY;UNTIL=20260128T145959") == ["2026-01-27"]
    auckland = "FREQ=DAILY;UNTIL=20260128T020000Z"  # 15:00 there
    found = list(walls(auckland, START, after=START, before=START + timedelta(days=9), zone="Pacific/Auckland"))
    assert found == [START, START + timedelta(days=1)]
    assert until_of(auckland, "Pacific/Auckland") == START + timedelta(days=1)
    assert until_of("FREQ=DAILY", "UTC") is None


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=SECONDLY;COUNT=1000000",
        "FREQ=MINUTELY",
        "FREQ=DAILY;COUNT=1000000",
        "FREQ=DAILY;BYHOUR=1,2,3",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=99999999999999999999",
        "FREQ=DAILY;UNTIL=20261345",
        "FREQ=DAILY;UNTIL=00010101T000000Z;COUNT=2",
        "FREQ=WEEKLY;BYDAY=2MO",
        "FREQ=WEEKLY;BYMONTHDAY=3",
        "FREQ=MONTHLY;BYDAY=0MO",
        "FREQ=MONTHLY;BYDAY=99MO",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYSETPOS=1",
        "FREQ=DAILY;BYDAY=",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=DAILY;X-EVIL=1",
        "FREQ=YEARLY;BYWEEKNO=20",
        "FREQ=DAILY;BYMONTH=" + ",".join(["1"] * 200),
    ],
)
def test_what_is_no_rule_is_said_to_be_none(rule: str) -> None:
    with pytest.raises(NotARule):
        tidy_rule(rule)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;INTERVAL=100;BYMONTH=2;BYDAY=MO;BYSETPOS=9",
        "FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",
    ],
)
def test_a_search_for_what_never_comes_ends(rule: str) -> None:
    begun = perf_counter()
    assert first_wall(rule, START) is None
    assert perf_counter() - begun < 2  # seconds; dateutil takes twelve


def test_a_rule_ends_with_the_world() -> None:
    last = datetime.fromisoformat("9990-06-01T12:00")
    assert len(list(walls("FREQ=YEARLY;INTERVAL=100", last, after=last, before=LAST))) == 1
    assert len(list(walls("FREQ=YEARLY", last, after=last, before=LAST))) == 9


def numbers(most: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(1, most) | st.integers(-most, -1), max_size=3, unique=True)


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Rules that RFC 5545 knows; no plain day beside an nth one, for dateutil asks for both at once, and no places in a
    week, of whose first one dateutil counts only what is left.
    """
    step = draw(st.sampled_from(list(Step)))
    nth = (
        st.sampled_from([1, 2, 3, -1, -2, 5]) if step in ("MONTHLY", "YEARLY") and draw(st.booleans()) else st.just("")
    )
    parts = {
        "INTERVAL": [draw(st.integers(1, 5))],
        "BYMONTH": draw(st.lists(st.integers(1, 12), max_size=4, unique=True)),
        "BYMONTHDAY": [] if step == Step.WEEKLY else draw(numbers(31)),
        "BYDAY": [f"{draw(nth)}{day}" for day in draw(st.lists(st.sampled_from(DAYS), max_size=3, unique=True))],
        "WKST": [draw(st.sampled_from(DAYS))],
        "COUNT": draw(st.lists(st.integers(1, 30), max_size=1)),
    }
    if step != Step.WEEKLY and (parts["BYMONTH"] or parts["BYMONTHDAY"] or parts["BYDAY"]):
        parts["BYSETPOS"] = draw(numbers(5))
    return ";".join([f"FREQ={step}", *(f"{name}={','.join(map(str, said))}" for name, said in parts.items() if said)])


@settings(deadline=None, max_examples=60)
@given(rule=rules(), start=st.datetimes(datetime.fromisoformat("1995-01-01"), datetime.fromisoformat("2030-01-01")))
def test_the_days_are_those_that_dateutil_finds(rule: str, start: datetime) -> None:
    start, end = start.replace(microsecond=0), start + timedelta(days=3653)
    found = list(walls(rule, start, after=start, before=end))
    assert list(walls(tidy_rule(rule), start, after=start, before=end)) == found
    if found:  # where nothing comes, dateutil looks on for many seconds
        assert list(takewhile(lambda wall: wall < end, rrulestr(rule, dtstart=start))) == found
