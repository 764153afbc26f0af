"""Gatherings in calendars: strangers' programs list the dates that we do, and learn nobody's name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from commonplace.communities.doors import InLetters
from commonplace.communities.models import Space
from commonplace.gatherings.calendar import events_of, on_calendars, uid_of
from commonplace.gatherings.models import Answer, Gathering, Series, State
from commonplace.lib.calendars.writing import as_bytes
from commonplace.lib.recurrence import walls
from commonplace.lib.tests.strangers import read_by_strangers
from commonplace.lib.zones import moment

pytestmark = pytest.mark.django_db
BEGIN, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)


def at(said: str) -> datetime:
    return datetime.fromisoformat(said)


def a_series(space: Space, rule: str = "FREQ=WEEKLY;INTERVAL=2", *, weeks: int = 12, **told: object) -> Series:
    """A series from 3 March 2026 on, with rows for its first weeks."""
    start = at("2026-03-03T15:00")
    said = {
        "title": "Clinic",
        "zone": "Europe/Warsaw",
        "minutes": 60,
        "wall_on": start.date(),
        "wall_time": start.time(),
    }
    said |= {"community": space.community, "space": space, "convener": space.community.founded_by, **told}
    until = start + timedelta(weeks=weeks)
    series = Series.objects.create(rule=rule, made_until=until.date(), **said)
    for wall in walls(rule, start, after=start, before=until):
        starts_at = moment(wall, series.zone)
        dated = {**said, "wall_on": wall.date(), "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)}
        Gathering.objects.create(series=series, recurrence_id=f"{wall:%Y-%m-%dT%H:%M}", **dated)
    return series


def move(one: Gathering, wall: datetime) -> None:
    one.wall_on, one.wall_time, one.starts_at = wall.date(), wall.time(), moment(wall, one.zone)
    one.ends_at, one.sequence = one.starts_at + timedelta(minutes=one.minutes), one.sequence + 1
    one.save()


def written() -> bytes:
    return as_bytes(events_of(on_calendars(Gathering.objects.all())), stamp=BEGIN)


def listed(end: datetime = END) -> list[datetime]:
    return [starts for starts, _ends, _title in read_by_strangers(written(), BEGIN, end)]


def test_one_gathering_is_one_event_under_one_name(clinic: Gathering) -> None:
    (event,) = Calendar.from_ical(written()).events
    assert event["UID"] == f"{clinic.uid}@localhost" == uid_of(clinic)
    assert (event.start, event.end) == (clinic.starts_at, clinic.ends_at)
    assert event["URL"] == f"http://localhost:8000/c/stick/gatherings/{clinic.pk}/"
    assert (event["SEQUENCE"], event["STATUS"], event["SUMMARY"]) == (0, "CONFIRMED", clinic.title)


def test_where_one_meets_online_opens_on_the_page_and_stands_in_no_calendar(clinic: Gathering) -> None:
    Gathering.objects.filter(pk=clinic.pk).update(telephone="+48 000 111")
    assert b"meet.example.org" not in written()
    assert b"+48 000" not in written()


def test_nobodys_name_stands_in_a_calendar(clinic: Gathering, ines, hal) -> None:
    Answer.objects.create(gathering=clinic, person=ines, says=Answer.Says.YES)
    assert b"ATTENDEE" not in written()
    assert b"ORGANIZER" not in written()
    for name in (ines.name, hal.name):
        assert name.encode() not in written()


def test_what_is_called_off_says_so_with_the_reason_and_is_no_date(clinic: Gathering) -> None:
    Gathering.objects.filter(pk=clinic.pk).update(state=State.CANCELLED, why="Hal is ill.", sequence=1)
    (event,) = Calendar.from_ical(written()).events
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    assert "Hal is ill." in event["DESCRIPTION"]
    assert listed() == []


def test_one_whose_date_is_open_is_in_no_calendar(clinic: Gathering) -> None:
    Gathering.objects.filter(pk=clinic.pk).update(state=State.DRAFT)
    assert Calendar.from_ical(written()).events == []


def test_a_series_is_one_event_for_ten_years_across_summer_time(table: Space) -> None:
    series = a_series(table)
    (event,) = Calendar.from_ical(written()).events
    assert event["UID"] == uid_of(series)
    told = walls(series.rule, series.wall, after=series.wall, before=at("2036-01-01"))
    assert listed() == [moment(wall, series.zone) for wall in told]
    assert {one.hour for one in listed()} == {13, 14}


def test_dates_moved_called_off_and_taken_out_are_told(table: Space) -> None:
    series = a_series(table, minutes=60)
    dates = list(series.gatherings.order_by("starts_at"))
    move(dates[1], at("2026-03-18T10:00"))
    Gathering.objects.filter(pk=dates[2].pk).update(state=State.CANCELLED)
    dates[3].delete()
    series.exdates = ["2026-12-22T15:00"]
    series.save()
    told = list(walls(series.rule, series.wall, after=series.wall, before=at("2036-01-01")))
    expected = [wall for wall in told if wall not in (told[1], told[2], told[3], at("2026-12-22T15:00"))]
    assert at("2026-12-22T15:00") in told
    assert listed() == sorted(moment(wall, series.zone) for wall in [*expected, at("2026-03-18T10:00")])
    overrides = [one for one in Calendar.from_ical(written()).events if "RECURRENCE-ID" in one]
    assert [one["STATUS"] for one in overrides] == ["CONFIRMED", "CANCELLED"]
    assert overrides[0]["RECURRENCE-ID"].dt.replace(tzinfo=None) == told[1]


def test_a_series_that_ended_or_is_counted_ends_in_calendars(table: Space) -> None:
    series = a_series(table, "FREQ=WEEKLY;COUNT=20", weeks=12)
    assert len(listed()) == 20
    series.gatherings.order_by("starts_at").first().delete()  # a count is told from the first date that is left
    assert len(listed()) == 19
    series.ended_at = datetime(2026, 5, 1, tzinfo=UTC)
    series.save()
    assert len(listed()) == 11
    Gathering.objects.filter(series=series, starts_at__gt=series.ended_at).delete()
    assert listed()[-1] < series.ended_at


@pytest.mark.parametrize("changed", [{"zone": "Europe/Atlantis"}, {"rule": "FREQ=SOMETIMES"}])
def test_a_series_whose_zone_or_rule_nobody_knows_any_more_keeps_its_dates(table: Space, changed: dict) -> None:
    series = a_series(table)
    before = [one.starts_at for one in series.gatherings.order_by("starts_at")]
    Series.objects.filter(pk=series.pk).update(**changed)
    if "zone" in changed:
        Gathering.objects.update(**changed)
    assert listed() == before


def test_what_is_sealed_or_sends_no_words_is_told_without_any(table: Space, called) -> None:
    called(title="Zq secret", purpose="Zq hidden", place="Zq room", confidence="sealed")
    called(title="Open", confidence="chatham")
    titles = sorted(str(one["SUMMARY"]) for one in Calendar.from_ical(written()).events)
    assert titles == ["A gathering in The Listening Stick", "Open"]
    assert b"Zq" not in written()


def test_what_stands_in_a_space_that_sends_no_words_is_told_without_any(table: Space, called) -> None:
    Space.objects.filter(pk=table.pk).update(in_letters=InLetters.NOTICE)
    table.refresh_from_db()
    called(title="Zq secret", purpose="Zq hidden", place="Zq room")
    a_series(table, title="Zq series", weeks=3)
    assert {str(one["SUMMARY"]) for one in Calendar.from_ical(written()).events} == {
        "A gathering in The Listening Stick"
    }
    assert b"Zq" not in written()
