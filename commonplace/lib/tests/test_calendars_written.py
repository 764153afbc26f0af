"""Calendars we write: strangers list the same dates for ten years, on both sides of the world."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from commonplace.lib.calendars.events import Event, dates
from commonplace.lib.calendars.reading import read
from commonplace.lib.calendars.writing import Invitation, Method, as_bytes
from commonplace.lib.calendars.zones import written
from commonplace.lib.recurrence import first_wall
from commonplace.lib.tests.strangers import read_by_strangers
from commonplace.lib.tests.test_recurrence import rules
from commonplace.lib.zones import zone_named

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
BEGIN, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
ZONES = (
    "Europe/Warsaw",
    "Pacific/Auckland",
    "America/Santiago",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "UTC",
)


def at(said: str) -> datetime:
    return datetime.fromisoformat(said)


def event(**changed: object) -> Event:
    told = {"uid": "a@stick", "title": "The logger says leak", "wall": at("2026-11-24T15:00"), "zone": "Europe/Warsaw"}
    return Event(**{**told, "minutes": 60, **changed})  # type: ignore[arg-type]


@st.composite
def series(draw: st.DrawFn) -> list[Event]:
    """A series with dates left out, moved and cancelled, in any zone, at any hour, the ones that clocks skip too."""
    zone = draw(st.sampled_from(ZONES))
    wall = draw(st.datetimes(at("2026-01-01"), at("2029-12-31"))).replace(second=0, microsecond=0)
    rule = draw(rules())
    # Programs take the beginning for a date, whether the rule means it or not; ours is always one that it means.
    wall = first_wall(rule, wall) or wall
    whole = event(zone=zone, wall=wall, rule=rule, minutes=draw(st.integers(5, 600)))
    walls = [
        one.starts_at.astimezone(zone_named(zone)).replace(tzinfo=None) for one in dates([whole], begin=BEGIN, end=END)
    ]
    # What a clock shows in an hour that is left out is shown again an hour later: no date can be told by it.
    walls = [one for one in walls if (one.hour, one.minute) == (wall.hour, wall.minute)]
    chosen = draw(st.lists(st.sampled_from(walls), max_size=4, unique=True)) if walls else []
    others = [
        event(
            zone=draw(st.sampled_from(ZONES)),
            wall=one + timedelta(minutes=draw(st.integers(-3000, 3000))),
            title="moved",
            instead_of=one,
            instead_of_zone=zone,
            is_cancelled=draw(st.booleans()),
        )
        for one in chosen[1:]
    ]
    return [event(zone=zone, wall=wall, rule=rule, minutes=whole.minutes, left_out=tuple(chosen[:1])), *others]


@settings(max_examples=15)  # ten years of days take strangers' programs a second
@given(events=series())
def test_strangers_list_the_dates_that_we_do_for_ten_years(events: list[Event]) -> None:
    ours = [(one.starts_at, one.ends_at, one.title) for one in dates(events, begin=BEGIN, end=END)]
    data = as_bytes(events, stamp=NOW, name="Stick")
    assert read_by_strangers(data, BEGIN, END) == ours
    back = read(data)
    assert back.unreadable == []
    assert [(one.starts_at, one.ends_at, one.title) for one in dates(back.events, begin=BEGIN, end=END)] == ours


@given(title=st.text(max_size=200), about=st.text(max_size=300), place=st.text(max_size=100))
def test_no_words_break_a_calendar(title: str, about: str, place: str) -> None:
    data = as_bytes([event(title=title, about=about, place=place)], stamp=NOW, name=title, about=about)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    (found,) = Calendar.from_ical(data).events
    assert len(Calendar.from_ical(data).subcomponents) == 2  # a zone and an event: no line became one of its own
    (back,) = read(data).events
    assert back.title == " ".join(str(found["SUMMARY"]).split())
    assert (back.uid, back.wall, back.minutes) == ("a@stick", at("2026-11-24T15:00"), 60)


@pytest.mark.parametrize(
    "words", ["END:VEVENT\r\nBEGIN:VEVENT", "a\nATTENDEE:mailto:hal@stick.example", "x\x00\x1b\u2028y"]
)
def test_words_that_look_like_lines_stay_words(words: str) -> None:
    data = as_bytes([event(title=words, place=words)], stamp=NOW)
    (found,) = Calendar.from_ical(data).events
    assert "ATTENDEE" not in found
    assert len(read(data).events) == 1


@pytest.mark.parametrize("name", ["Europe/Warsaw", "America/New_York", "Pacific/Auckland", "Africa/Casablanca"])
def test_a_zone_changes_at_the_moment_at_which_it_does(name: str) -> None:
    zone, component = zone_named(name), written(name, 2025, 2032)
    changes = [
        datetime.fromtimestamp(second, UTC)
        for second in range(
            int(at("2026-01-03T00:00+00:00").timestamp()), int(at("2031-01-01T00:00+00:00").timestamp()), 1800
        )
        if datetime.fromtimestamp(second, zone).utcoffset() != datetime.fromtimestamp(second - 1800, zone).utcoffset()
    ]
    event_of = {
        # The first moment of an offset, told by the offset before it (RFC 5545, 3.6.5).
        (onset - part.TZOFFSETFROM).replace(tzinfo=UTC)
        for part in component.subcomponents
        for onset in _onsets(part)
        if part.TZOFFSETFROM != part.TZOFFSETTO
    }
    assert changes
    assert set(changes) <= event_of


def _onsets(part) -> list[datetime]:
    rule = part.get("RRULE")
    found = [part.DTSTART, *(one for one, _end in part.rdates)]
    if rule is not None:
        data = as_bytes([event(wall=part.DTSTART, zone="UTC", rule=rule.to_ical().decode())], stamp=NOW)
        found += [one.replace(tzinfo=None) for one, _end, _title in read_by_strangers(data, BEGIN, END)]
    return found


def test_an_invitation_names_its_reader_and_nobody_else() -> None:
    to_ines = Invitation(Method.REQUEST, "calendar+x@stick.example", 'The "Stick"', "ines@stick.example")
    (found,) = Calendar.from_ical(as_bytes([event(sequence=3)], stamp=NOW, invitation=to_ines)).events
    assert found["ATTENDEE"] == "mailto:ines@stick.example"
    assert found["ATTENDEE"].params["RSVP"] == "TRUE"
    assert found["ORGANIZER"] == "mailto:calendar+x@stick.example"
    assert found["SEQUENCE"] == 3
    called_off = Invitation(Method.CANCEL, "calendar+x@stick.example", "Stick", "ines@stick.example")
    calendar = Calendar.from_ical(as_bytes([event(is_cancelled=True)], stamp=NOW, invitation=called_off))
    assert calendar["METHOD"] == "CANCEL"
    assert calendar.events[0]["STATUS"] == "CANCELLED"


def test_the_same_is_written_in_the_same_bytes() -> None:
    told = event(changed_at=NOW, made_at=NOW, rule="FREQ=WEEKLY")
    assert as_bytes([told], stamp=NOW) == as_bytes([told], stamp=NOW + timedelta(days=20))
