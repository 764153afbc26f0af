"""The definitions of rhythm, each with numbers worked by hand."""

from datetime import date, timedelta

import numpy as np
import pytest

from commonplace.cultivation import rhythm

ON = date(2026, 6, 30)  # a Tuesday
END = rhythm.hours_since_epoch(ON)


def talk(*rows: tuple[int, int, int, float]) -> rhythm.Talk:
    """Rows of (conversation, person, towards, hours before the end of ON); the first of a conversation opens it."""
    rows = tuple(sorted(rows, key=lambda row: -row[3]))
    seen: set[int] = set()
    opening = []
    for row in rows:
        opening.append(row[0] not in seen)
        seen.add(row[0])
    return rhythm.Talk(
        conversation=np.array([row[0] for row in rows], dtype=np.int64),
        person=np.array([row[1] for row in rows], dtype=np.int64),
        towards=np.array([row[2] for row in rows], dtype=np.int64),
        hour=np.array([END - row[3] for row in rows], dtype=np.float64),
        is_opening=np.array(opening, dtype=np.bool_),
    )


def test_time_to_first_reply_is_the_median_over_answers_by_others() -> None:
    reading = rhythm.read(
        talk(
            (1, 1, -1, 100),
            (1, 1, -1, 99),
            (1, 2, 1, 98),  # 2 hours; the asker's own addition is no answer
            (2, 1, -1, 100),
            (2, 3, 1, 90),  # 10 hours
            (3, 2, -1, 50),
            (3, 1, 2, 46),  # 4 hours
            (4, 2, -1, 20),  # waits
        ),
        {},
        on=ON,
    )
    assert reading.hours_to_first_reply == 4
    assert reading.answered_share == 0.75
    assert [(one.conversation_id, one.person_id, one.hours) for one in reading.waiting] == [(4, 2, 20)]


def test_nothing_opened_is_no_evidence() -> None:
    reading = rhythm.read(talk(), {}, on=ON)
    assert (reading.hours_to_first_reply, reading.answered_share, reading.silence_days) == (None, None, None)


def test_usual_wait_is_two_days_until_five_are_known_and_never_under_one() -> None:
    assert rhythm.usual_wait(np.array([1.0, 2.0, np.inf])) == 48
    assert rhythm.usual_wait(np.array([1.0, 2.0, 3.0, 4.0, 5.0])) == 24
    assert rhythm.usual_wait(np.array([10.0, 20.0, 30.0, 40.0, 50.0])) == 40


def test_usual_silence_is_the_ninetieth_percentile_of_gaps() -> None:
    # Ten gaps: nine of a day, one of eleven days; the percentile lies between them, a tenth of the way.
    hours = np.cumsum([0.0, *[24.0] * 9, 264.0])
    assert rhythm.usual_silence(hours) == pytest.approx(2.0)
    assert rhythm.usual_silence(np.array([1.0])) is None


def test_silence_is_counted_from_the_last_post() -> None:
    assert rhythm.read(talk((1, 1, -1, 72)), {}, on=ON).silence_days == 3


def test_who_is_waited_for_has_the_last_word_said_to_them() -> None:
    reading = rhythm.read(talk((1, 1, -1, 50), (1, 2, 1, 40), (2, 1, -1, 50), (2, 2, 1, 40), (2, 1, 2, 30)), {}, on=ON)
    assert reading.awaited == {1: 1, 2: 1}


def test_weeks_begin_on_monday_and_silent_ones_are_counted() -> None:
    beats = {date(2026, 6, 29): {"opened": 2}, date(2026, 6, 22): {"replied": 1}, date(2020, 1, 6): {"opened": 9}}
    reading = rhythm.read(talk(), beats, on=ON)
    assert [week.monday for week in reading.weeks][-2:] == [date(2026, 6, 22), date(2026, 6, 29)]
    assert len(reading.weeks) == 12
    assert len(reading.years) == 156
    assert reading.silent_weeks == 10


def test_an_overloaded_week_is_twice_the_usual_and_twenty_more() -> None:
    mondays = [date(2026, 6, 29) - timedelta(weeks=back) for back in range(156)]
    beats = {monday: {"opened": 20} for monday in mondays}
    beats[date(2026, 6, 8)] = {"opened": 40, "replied": 1}
    beats[date(2026, 6, 1)] = {"opened": 40}
    assert rhythm.read(talk(), beats, on=ON).overloaded == (date(2026, 6, 8),)
