from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

from commonplace.ui import clock, words

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Inês Baptista", "IB"),
        ("Hal", "H"),
        ("élan vital", "ÉV"),
        ("  ", "?"),
        ("“Grey” (Heron)", "GH"),
        ("Anna Maria de Souza", "AS"),
        ("王小明", "王"),
        ("Inês Baptista, network engineer", "IB"),
        (", Sven", "S"),
    ],
)
def test_initials_are_first_letters_of_first_and_last_word(name, letters):
    assert words.initials(name) == letters


def test_tint_is_stable_and_within_the_scale():
    assert {words.tint(name) for name in map(str, range(200))} == {1, 2, 3, 4, 5}
    assert words.tint("Inês Baptista") == words.tint("Ine\u0302s Baptista")


def test_tint_bears_a_torn_name():
    assert words.tint("\ud800") in range(1, 6)


def test_only_words_over_24_letters_get_soft_hyphens():
    long = "Trinkwasserrohrnetzdruckregelungsbeauftragte"
    hyphened = words.soft_hyphens(f"{long}, Stadtwerke")
    assert hyphened.replace("\u00ad", "") == f"{long}, Stadtwerke"
    assert max(len(part) for part in hyphened.split(",")[0].split("\u00ad")) <= 13
    assert words.soft_hyphens("abcdefghijklmnopqrstuvwx") == "abcdefghijklmnopqrstuvwx"


def test_soft_hyphens_leave_markup_alone_and_are_escaped_otherwise():
    assert words.soft_hyphens(mark_safe("<b>" + "a" * 40 + "</b>")) == "<b>" + "a" * 40 + "</b>"
    shown = Template("{% load ui %}{{ name|soft_hyphens }}").render(Context({"name": "<script>"}))
    assert shown == "&lt;script&gt;"


def test_waiting_speaks_in_the_largest_whole_unit():
    hours = [0.1, 1, 48, 480, 1680, 19200]
    assert [words.waiting(NOW - timedelta(hours=span), now=NOW) for span in hours] == [
        "waiting less than an hour",
        "waiting 1 hour",
        "waiting 2 days",
        "waiting 2 weeks",
        "waiting 2 months",
        "waiting 2 years",
    ]


def test_waiting_never_runs_backwards():
    assert words.waiting(NOW + timedelta(days=3), now=NOW) == "waiting less than an hour"


def test_since_is_near_in_words_and_far_as_a_day():
    minutes = [0.1, 1, 180, 1560, 5760, 57600]
    assert [words.since(NOW - timedelta(minutes=span), now=NOW) for span in minutes] == [
        "just now",
        "1 minute ago",
        "3 hours ago",
        "yesterday",
        "4 days ago",
        "12 October",
    ]


def test_a_day_carries_its_year_only_when_it_is_another():
    assert words.day(date(2026, 9, 9), now=NOW) == "9 September"
    assert words.day(date(2025, 9, 9), now=NOW) == "9 September 2025"


def test_days_turn_in_the_readers_time_zone():
    with timezone.override(ZoneInfo("Asia/Tokyo")):
        assert words.day(datetime(2026, 9, 9, 20, 0, tzinfo=UTC), now=NOW) == "10 September"


def test_moment_tag_gives_a_machine_its_moment_and_a_reader_the_full_title():
    with timezone.override(ZoneInfo("Europe/Lisbon")):
        shown = Template("{% load ui %}{% moment at now=now %}").render(
            Context({"at": datetime(2026, 9, 9, 13, 0, tzinfo=UTC), "now": NOW})
        )
    title = "Wednesday 9 September 2026, 14:00 (Europe/Lisbon)"
    assert (
        shown
        == f'<time datetime="2026-09-09T13:00:00+00:00" title="{title}" data-moment="hour">9 September, 14:00</time>'
    )


def test_number_words_up_to_twelve():
    assert [words.number_word(number) for number in (1, 12, 13, 1204)] == ["one", "twelve", "13", "1,204"]


def test_count_groups_thousands_as_the_language_does():
    with translation.override("pl"):
        assert words.count(12040) == "12\u00a0040"


def test_units_change_where_the_next_one_is_whole():
    assert [words.waiting(NOW - timedelta(days=span), now=NOW) for span in (13, 14, 59, 60, 729, 730)] == [
        "waiting 13 days",
        "waiting 2 weeks",
        "waiting 8 weeks",
        "waiting 2 months",
        "waiting 24 months",
        "waiting 2 years",
    ]
    assert words.since(NOW - timedelta(days=6), now=NOW) == "6 days ago"
    assert words.since(NOW - timedelta(days=7), now=NOW) == words.day(NOW - timedelta(days=7), now=NOW)


def test_a_moment_says_the_hour_as_the_readers_hours_run():
    at = datetime(2025, 9, 9, 0, 5, tzinfo=UTC)
    assert words.moment(at, now=NOW) == "9 September 2025, 00:05"
    clock.activate(half_days=True)
    try:
        assert words.moment(at, now=NOW) == "9 September 2025, 12:05 a.m."
        assert words.moment_in_full(at) == "Tuesday 9 September 2025, 12:05 a.m. (UTC)"
    finally:
        clock.deactivate()
    assert words.moment_in_full(at) == "Tuesday 9 September 2025, 00:05 (UTC)"
    assert words.moment(at.date(), now=NOW) == "9 September 2025"


def test_the_hour_that_comes_twice_is_told_apart_in_full():
    """When clocks go back: the day and the hour are the same, the moment for machines is not."""
    with timezone.override(ZoneInfo("Europe/Lisbon")):
        first, second = (datetime(2025, 10, 26, hour, 30, tzinfo=UTC) for hour in (0, 1))
        assert words.moment(first, now=NOW) == words.moment(second, now=NOW) == "26 October 2025, 01:30"
        shown = [Template("{% load ui %}{% moment at %}").render(Context({"at": at})) for at in (first, second)]
    assert shown[0] != shown[1]


def test_day_tag_says_the_day_alone():
    shown = Template("{% load ui %}{% day at now=now %}").render(Context({"at": NOW - timedelta(days=1), "now": NOW}))
    assert shown.endswith(">20 November</time>")
    assert 'data-moment="hour"' not in shown
