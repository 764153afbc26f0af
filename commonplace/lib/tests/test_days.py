"""A day that is open to everyone ends in UTC, and its end says which day it was."""

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from commonplace.lib.days import end_in_utc, last_day


@given(st.dates(max_value=date(9998, 12, 30)))
def test_the_end_of_a_day_says_which_it_was(day: date) -> None:
    assert last_day(end_in_utc(day)) == day


def test_it_is_midnight_in_utc_and_read_so_from_elsewhere() -> None:
    end = end_in_utc(date(2026, 11, 29))
    assert end == datetime(2026, 11, 30, tzinfo=UTC)
    assert last_day(end.astimezone(timezone(timedelta(hours=14)))) == date(2026, 11, 29)
