"""Gatherings that come again: by the clock on the wall, a year ahead, and never a million."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from commonplace.communities.models import Deed
from commonplace.gatherings.actions.answering import answer
from commonplace.gatherings.actions.asking import share
from commonplace.gatherings.actions.changes import tell_changes
from commonplace.gatherings.actions.changing import call_off, change
from commonplace.gatherings.actions.convening import ImpossibleTime
from commonplace.gatherings.actions.rights import NotTheirs
from commonplace.gatherings.actions.serial import (
    MOST_DATES,
    NotARule,
    begin_series,
    end_series,
    make_dates,
    make_dates_of_all,
)
from commonplace.gatherings.models import Gathering, Series
from commonplace.gatherings.repeating import rule_for, said
from commonplace.gatherings.tests.conftest import plan
from commonplace.gatherings.tests.test_pages import NEW
from commonplace.gatherings.tests.test_pages import said as form_said
from commonplace.letters.models import Letter
from commonplace.lib.recurrence import first_wall, tidy_rule, walls
from commonplace.lib.zones import moment, wall_at
from commonplace.store.due import do_due

wall = datetime.fromisoformat
NOW = datetime(2027, 1, 4, 12, tzinfo=UTC)
ZONES = ("Europe/Warsaw", "Australia/Sydney", "America/Santiago", "Asia/Kolkata", "America/St_Johns", "Pacific/Apia")


def begun(hal, table, rule: str, *, start: str = "2027-01-05T15:00", **more: object) -> list[Gathering]:
    first = begin_series(by=hal, space=table, plan=plan(wall=wall(start), **more), rule=rule, at=NOW)
    return list(Gathering.objects.filter(series=first.series).order_by("starts_at"))


@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(min_value=wall("2026-01-01").date(), max_value=wall("2030-12-31").date()),
    hour=st.times(max_value=wall("2026-01-01T23:59").time()),
    repeat=st.sampled_from(["weekly", "fortnightly", "monthly", "last"]),
)
def test_the_clock_on_the_wall_stays_through_the_years_of_both_hemispheres(zone, day, hour, repeat) -> None:
    start = datetime.combine(day, hour.replace(second=0, microsecond=0))
    rule = rule_for(repeat, day)
    first = first_wall(rule, start)
    assert first is not None
    dates = list(walls(rule, first, after=first, before=first + timedelta(days=800)))
    assert dates[0] == first
    assert {(one.time(), one.weekday()) for one in dates} == {(start.time(), start.weekday())}
    gaps = {(two - one).days for one, two in pairwise(dates)}
    assert gaps <= {"weekly": {7}, "fortnightly": {14}}.get(repeat, {28, 35})
    for one in dates:
        at = moment(one, zone)
        # Half past two is left out on one night of the year, and is an hour later then.
        assert wall_at(at, zone) - one in (timedelta(0), timedelta(minutes=30), timedelta(hours=1))
    # Asked for in pieces it is the same as asked for at once.
    middle = dates[len(dates) // 2]
    pieces = [*walls(rule, first, after=first, before=middle), *walls(rule, first, after=middle, before=dates[-1])]
    assert pieces == dates[:-1]


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=SECONDLY",
        "FREQ=HOURLY;INTERVAL=1",
        "FREQ=DAILY;BYHOUR=1,2,3",
        "FREQ=DAILY;COUNT=1000000",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=5;UNTIL=20270101",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;FREQ=DAILY",
        "FREQ=MONTHLY;BYMONTHDAY=99",
        "INTERVAL=2",
        "FREQ=DAILY;UNTIL=tomorrow",
        "FREQ=DAILY\nRRULE:FREQ=SECONDLY",
        "FREQ=YEARLY;BYDAY=" + ",".join(["MO"] * 200),
        "x" * 5000,
    ],
)
def test_what_is_no_rule_or_gives_a_million_dates_is_refused(rule: str) -> None:
    with pytest.raises(NotARule):
        tidy_rule(rule)


def test_what_never_comes_is_searched_for_no_longer_than_nine_years() -> None:
    assert first_wall("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", wall("2027-01-05T15:00")) is None
    leap = first_wall("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", wall("2027-01-05T15:00"))
    assert leap == wall("2028-02-29T15:00")


@pytest.mark.parametrize(
    ("day", "repeat", "rule", "words"),
    [
        ("2027-01-12", "weekly", "FREQ=WEEKLY;BYDAY=TU", "every week: Tuesday"),
        ("2027-01-12", "fortnightly", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "every second week: Tuesday"),
        ("2027-01-12", "monthly", "FREQ=MONTHLY;BYDAY=2TU", "every month: the second Tuesday"),
        ("2027-01-29", "monthly", "FREQ=MONTHLY;BYDAY=-1FR", "every month: the last Friday"),
        ("2027-01-28", "last", "FREQ=MONTHLY;BYDAY=-1TH", "every month: the last Thursday"),
        ("2027-01-28", "once", "", "by a rule of its own"),
    ],
)
def test_plain_words_and_the_rule_beneath(day: str, repeat: str, rule: str, words: str) -> None:
    assert rule_for(repeat, wall(day).date()) == rule
    assert said(rule) == words


@pytest.mark.django_db
def test_every_second_tuesday_goes_through_the_summer_at_three(hal, table) -> None:
    dates = begun(hal, table, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU")
    assert len(dates) == 27
    assert {(one.wall.hour, one.wall.weekday()) for one in dates} == {(15, 1)}
    assert {one.starts_at.hour for one in dates} == {13, 14}
    assert Deed.objects.filter(verb="convened").count() == 1


@pytest.mark.django_db
def test_it_begins_where_the_rule_first_comes_true(hal, table) -> None:
    (first, *_) = begun(hal, table, "FREQ=MONTHLY;BYDAY=-1TH")
    assert first.wall == wall("2027-01-28T15:00")
    with pytest.raises(ImpossibleTime):
        begun(hal, table, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")
    assert Series.objects.count() == 1


@pytest.mark.django_db
def test_dates_are_made_for_a_year_and_go_on_from_there(hal, table, rosa) -> None:
    dates = begun(hal, table, "FREQ=DAILY")
    series = dates[0].series
    assert len(dates) == 365 < MOST_DATES
    assert make_dates(series=series, now=NOW) == 0
    share(by=hal, gathering=dates[-1], person=rosa, part="takes notes")
    later = NOW + timedelta(days=10)
    assert do_due(now=later).count("make dates of series") == 1
    latest = series.gatherings.order_by("-starts_at").first()
    assert series.gatherings.count() == 375
    assert [(host.person, host.part) for host in latest.hosts.all()] == [(rosa, "takes notes")]
    assert make_dates_of_all(now=later) == 0


@pytest.mark.django_db
def test_a_rule_ends_when_it_says_so(hal, table) -> None:
    assert len(begun(hal, table, "FREQ=WEEKLY;COUNT=3")) == 3
    assert len(begun(hal, table, "FREQ=WEEKLY;UNTIL=20270119")) == 3
    # Fifteen o'clock in Warsaw is fourteen in UTC.
    assert len(begun(hal, table, "FREQ=WEEKLY;UNTIL=20270119T140000Z")) == 3
    assert len(begun(hal, table, "FREQ=WEEKLY;UNTIL=20270119T135959Z")) == 2


@pytest.mark.django_db
def test_one_date_is_moved_another_called_off_and_neither_is_made_again(hal, table, tomasz) -> None:
    rule = "FREQ=WEEKLY;BYDAY=TU;COUNT=5"
    at = plan(wall=wall("2027-01-05T15:00"))
    first = begin_series(by=hal, space=table, plan=at, rule=rule, exdates=[wall("2027-01-26T15:00")], at=NOW)
    dates = list(first.series.gatherings.order_by("starts_at"))
    series = dates[0].series
    answer(gathering=dates[1], says="yes", person=tomasz, at=NOW)
    change(by=hal, gathering=dates[1], plan=plan(wall=wall("2027-01-13T10:00")), at=NOW)
    call_off(by=hal, gathering=dates[2], why="A holiday.", at=NOW)
    Series.objects.filter(pk=series.pk).update(made_until=None)
    make_dates(series=series, now=NOW)
    told = list(series.gatherings.order_by("recurrence_id").values_list("recurrence_id", "wall_on", "state"))
    assert told == [
        ("2027-01-05T15:00", wall("2027-01-05").date(), "convened"),
        ("2027-01-12T15:00", wall("2027-01-13").date(), "convened"),
        ("2027-01-19T15:00", wall("2027-01-19").date(), "cancelled"),
        ("2027-02-02T15:00", wall("2027-02-02").date(), "convened"),
    ]
    tell_changes(now=NOW + timedelta(minutes=5))
    assert Letter.objects.count() == 1


@pytest.mark.django_db
def test_a_series_that_ends_tells_whoever_would_have_come_and_keeps_what_has_been(hal, table, tomasz, leila) -> None:
    dates = begun(hal, table, "FREQ=WEEKLY;COUNT=6")
    series = dates[0].series
    answer(gathering=dates[4], says="yes", person=tomasz, at=NOW)
    after_two = dates[1].ends_at + timedelta(days=1)
    with pytest.raises(NotTheirs):
        end_series(by=leila, series=series, why="I would rather not.", at=after_two)
    assert end_series(by=hal, series=series, why="Enough for this year.", at=after_two) == 4
    assert end_series(by=hal, series=series, why="Again.", at=after_two) == 0
    assert list(series.gatherings.order_by("starts_at").values_list("state", flat=True)) == [
        "convened",
        "convened",
        "cancelled",
    ]
    tell_changes(now=after_two + timedelta(minutes=5))
    assert [letter.to for letter in Letter.objects.all()] == ["tomasz@example.org"]
    assert make_dates(series=series, now=after_two) == 0


@pytest.mark.django_db
def test_a_zone_that_is_gone_leaves_the_dates_that_were_made(hal, table) -> None:
    series = begun(hal, table, "FREQ=WEEKLY")[0].series
    Series.objects.filter(pk=series.pk).update(zone="Europe/Atlantis")
    assert make_dates_of_all(now=NOW + timedelta(days=90)) == 0


@pytest.mark.django_db
def test_a_page_makes_a_series_shows_it_and_ends_it(client: Client, stick, hal, tomasz) -> None:
    client.force_login(hal)
    form = form_said(repeat="fortnightly")
    client.post(NEW, form)
    client.post(NEW, form | {"repeat": "rule", "rule": "FREQ=SECONDLY"})
    series = Series.objects.get()
    first = series.gatherings.order_by("starts_at").first()
    shown = client.get(f"/c/stick/gatherings/{first.pk}/").text
    assert "every second week:" in shown
    second = series.gatherings.order_by("starts_at")[1]
    assert f"/c/stick/gatherings/{second.pk}/" in shown
    # In the list only the next one stands for all of them.
    assert client.get("/c/stick/gatherings/").text.count("Bring a noise") == 1
    client.force_login(tomasz)
    assert client.post(f"/c/stick/gatherings/{first.pk}/ending", {"why": "Enough."}).status_code == 403
    client.force_login(hal)
    client.post(f"/c/stick/gatherings/{first.pk}/ending", {"why": "Enough."})
    series.refresh_from_db()
    assert series.ended_at is not None
    assert not series.gatherings.exists()
