"""How long a desk takes, worked by hand."""

from datetime import UTC, datetime, timedelta

from commonplace.undertakings.reply_times import Reply, reply_times

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def asked(hours_ago: float, answered_after: float | None = None, promised: float = 24) -> Reply:
    at = NOW - timedelta(hours=hours_ago)
    answered = at + timedelta(hours=answered_after) if answered_after is not None else None
    return Reply(at, at + timedelta(hours=promised), answered)


def test_the_middle_of_an_odd_and_of_an_even_number() -> None:
    odd = reply_times([asked(100, 2), asked(90, 30), asked(80, 5)], now=NOW)
    assert (odd.questions, odd.in_time, odd.middle) == (3, 2, timedelta(hours=5))
    even = reply_times([asked(100, 2), asked(90, 30), asked(80, 5), asked(70, 7)], now=NOW)
    assert even.middle == timedelta(hours=6)


def test_what_has_no_answer_counts_as_longer_than_any() -> None:
    told = reply_times([asked(100, 2), asked(90, 4), asked(80), asked(70), asked(60, 6)], now=NOW)
    assert (told.unanswered, told.middle) == (2, timedelta(hours=6))
    half = reply_times([asked(100, 2), asked(90, 4), asked(80), asked(70)], now=NOW)
    assert half.middle is None


def test_what_still_has_time_says_nothing_and_few_say_nothing_either() -> None:
    told = reply_times([asked(100, 2), asked(90, 4), asked(3)], now=NOW)
    assert (told.questions, told.is_too_few, told.middle) == (2, True, None)


def test_only_the_last_ninety_days_are_looked_at() -> None:
    assert reply_times([asked(24 * 91, 2)], now=NOW).questions == 0
