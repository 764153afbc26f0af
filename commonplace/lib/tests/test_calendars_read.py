"""Calendars of others: what is off with one record is said of that one, and no file costs more than a moment."""

import os
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.lib.calendars.events import dates
from commonplace.lib.calendars.lines import MOST_BYTES, MOST_RECORDS, NoCalendar
from commonplace.lib.calendars.reading import Reading, read
from commonplace.lib.calendars.writing import as_bytes
from commonplace.lib.tests.strangers import read_by_strangers

BEGIN, END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2032, 1, 1, tzinfo=UTC)
ZONE = """BEGIN:VTIMEZONE
TZID:Our clock
BEGIN:STANDARD
DTSTART:16010101T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE"""


def event(*lines: str, start: str = "DTSTART;TZID=Europe/Warsaw:20261124T150000", uid: str = "a@b") -> str:
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", "SUMMARY:Clinic", start, "DURATION:PT1H", *lines, "END:VEVENT"])


def calendar(*parts: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", *"\n".join(parts).split("\n"), "END:VCALENDAR", ""]).encode()


def reading(*parts: str) -> Reading:
    return read(calendar(*parts))


def why(*lines: str, start: str = "DTSTART:20261124T150000Z") -> str:
    found = reading(event(*lines, start=start), event(uid="fine"))
    assert [one.uid for one in found.events] == ["fine"]
    (unreadable,) = found.unreadable
    assert (unreadable.number, unreadable.name, found.read) == (2, "Clinic", 2)
    return unreadable.why


@pytest.mark.parametrize(
    ("start", "moment"),
    [
        ("DTSTART;TZID=Europe/Warsaw:20261124T150000", "2026-11-24T14:00+00:00"),
        ('DTSTART;TZID="Europe/Warsaw":20261124T1500', "2026-11-24T14:00+00:00"),
        ("DTSTART;TZID=/vendor.example/2020.1/Europe/Warsaw:20261124T150000", "2026-11-24T14:00+00:00"),
        ("DTSTART;TZID=Central European Standard Time:20261124T150000", "2026-11-24T14:00+00:00"),
        ("DTSTART;TZID=Our clock:20261124T150000", "2026-11-24T14:00+00:00"),
        ("DTSTART;TZID=Our clock:20260724T150000", "2026-07-24T13:00+00:00"),
        ("DTSTART:20261124T150000Z", "2026-11-24T15:00+00:00"),
        ("DTSTART:20261124T150000", "2026-11-24T15:00+00:00"),
        ("DTSTART;VALUE=DATE:20261124", "2026-11-24T00:00+00:00"),
    ],
)
def test_clocks_are_understood_by_whatever_name(start: str, moment: str) -> None:
    (found,) = reading(ZONE, event(start=start)).events
    assert found.starts_at == datetime.fromisoformat(moment)


def test_a_zone_of_their_own_that_goes_like_ours_may_come_again() -> None:
    (found,) = reading(ZONE, event("RRULE:FREQ=WEEKLY", start="DTSTART;TZID=Our clock:20261124T150000")).events
    assert found.zone.startswith("Europe/") or found.zone.startswith("Africa/")
    assert [one.starts_at.hour for one in dates([found], begin=BEGIN, end=END)][0:40:20] == [14, 13]


def test_a_zone_that_goes_like_none_gives_a_moment_but_no_series() -> None:
    odd = ZONE.replace("+0100", "+0107").replace("+0200", "+0213")
    start = "DTSTART;TZID=Our clock:20261124T150000"
    (found,) = reading(odd, event(start=start)).events
    assert found.starts_at == datetime(2026, 11, 24, 13, 53, tzinfo=UTC)
    (refused,) = reading(odd, event("RRULE:FREQ=WEEKLY", start=start)).unreadable
    assert "no zone 'Our clock' is known" in refused.why


def test_a_zone_of_one_file_is_not_that_of_the_next() -> None:
    start = "DTSTART;TZID=Our clock:20261124T150000"
    (here,) = reading(ZONE, event(start=start)).events
    (there,) = reading(ZONE.replace("+0100", "+0500").replace("+0200", "+0500"), event(start=start)).events
    assert (there.starts_at - here.starts_at).total_seconds() == -4 * 3600


@pytest.mark.parametrize(
    ("lines", "start", "said"),
    [
        ((), "DTSTART:20261324T150000Z", "is no date"),
        ((), "DTSTART:tomorrow", "is no date"),
        ((), "DTSTART:00010101T000000Z", "the year 1 is too far away"),
        ((), "DTSTART;TZID=Europe/Atlantis:20261124T150000", "no zone 'Europe/Atlantis' is known"),
        ((), "DTSTART;TZID=../../etc/passwd:20261124T150000", "no zone"),
        ((), "X-NOTHING:1", "says not when it begins"),
        (("RRULE:FREQ=SECONDLY;COUNT=1000000",), "DTSTART:20261124T150000Z", "a rule that is not kept here"),
        (("RRULE:FREQ=DAILY;COUNT=1000000",), "DTSTART:20261124T150000Z", "a rule that is not kept here"),
        (("RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"), "DTSTART:20261124T150000Z", "more than one rule"),
        (("RRULE:FREQ=DAILY", "EXRULE:FREQ=WEEKLY"), "DTSTART:20261124T150000Z", "more than one rule"),
        (("DTEND:20261123T150000Z",), "DTSTART:20261124T150000Z", "ends before it begins"),
        (("DTEND:20301123T150000Z",), "DTSTART:20261124T150000Z", "longer than a year"),
        (("RECURRENCE-ID;RANGE=THISANDFUTURE:20261124T150000Z",), "DTSTART:20261124T150000Z", "all that follow"),
        (("a line of nothing",), "DTSTART:20261124T150000Z", "Line 7: A line cannot be read."),
        (("UID\x07:x",), "DTSTART:20261124T150000Z", "Line 7: A line cannot be read."),
        (("EXDATE:" + ",".join(["20261201T150000Z"] * 2001), "RRULE:FREQ=DAILY"), "DTSTART:20261124T150000Z", "2000"),
    ],
)
def test_what_is_off_is_said_of_the_one_record(lines: tuple[str, ...], start: str, said: str) -> None:
    assert said in why(*lines, start=start)


def test_one_that_ends_in_the_middle_and_one_without_a_name_are_said_to() -> None:
    found = read(calendar(event(uid=""), event(uid="fine"), "BEGIN:VEVENT\nUID:half\nSUMMARY:Half"))
    assert [one.uid for one in found.events] == ["fine"]
    assert [one.why for one in found.unreadable] == [
        "It has no UID, so it could not be known again.",
        "Line 17: It ends in the middle.",
    ]
    cut = calendar(event(), event(uid="cut"))[:-60]
    assert [one.uid for one in read(cut).events] == ["a@b"]
    assert len(read(cut).unreadable) == 1


@pytest.mark.parametrize("data", [b"", b"hello", b"\xff\xfe\x00", b"BEGIN:VCARD\nEND:VCARD", b"<html></html>"])
def test_what_is_no_calendar_is_none(data: bytes) -> None:
    with pytest.raises(NoCalendar):
        read(data)


def test_no_file_is_larger_or_deeper_than_it_may_be() -> None:
    with pytest.raises(NoCalendar, match="larger than 5 MB"):
        read(calendar(event("X-A:" + "a" * MOST_BYTES)))
    with pytest.raises(NoCalendar, match="more than 20000 records"):
        read(calendar("BEGIN:VEVENT\nEND:VEVENT\n" * MOST_RECORDS))
    with pytest.raises(NoCalendar, match="too deep"):
        read(calendar("BEGIN:VEVENT\n" * 10))


@pytest.mark.parametrize(
    "evil",
    [
        event("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
        event("X-A:" + "a;" * 60_000),
        event("X-A" + ";A=B" * 30_000),
        event("X-A" + ';A="' * 30_000),
        event(*["X-A:a"] * 150_000),
        ZONE.replace("FREQ=YEARLY", "FREQ=SECONDLY") + "\n" + event(start="DTSTART;TZID=Our clock:20261124T150000"),
        ZONE.replace("BYDAY=-1SU", "BYMONTHDAY=31") + "\n" + event(start="DTSTART;TZID=Our clock:20261124T150000"),
    ],
)
def test_no_file_costs_more_than_a_moment(evil: str) -> None:
    begun = perf_counter()
    found = read(calendar(evil))
    list(dates(found.events, begin=BEGIN, end=END))
    assert perf_counter() - begun < 5  # seconds, on a machine that is busy


@given(st.binary(max_size=300), st.integers(0, 400))
def test_no_bytes_are_worse_than_unreadable(noise: bytes, place: int) -> None:
    whole = calendar(ZONE, event("RRULE:FREQ=WEEKLY", "EXDATE:20261201T140000Z"))
    try:
        found = read(whole[:place] + noise + whole[place:])
    except NoCalendar:
        return
    list(dates(found.events, begin=BEGIN, end=END))


def test_a_sign_that_a_fold_parts_is_whole() -> None:
    folded = calendar(event("DESCRIPTION:zażółć")).replace("ż".encode(), b"\xc5\r\n \xbc")
    assert read(folded).events[0].about == "zażółć"


def test_calendars_of_a_real_community_go_in_and_come_out_with_the_same_dates() -> None:
    archives = os.environ.get("COMMONPLACE_ARCHIVES")
    folder = Path(archives or "/nonexistent") / "calendars" / "nordic-rse"
    if not folder.is_dir():
        pytest.skip("COMMONPLACE_ARCHIVES names no folder of calendars")
    for file in sorted(folder.glob("*.ics")):
        data = file.read_bytes()
        found = read(data)
        assert found.unreadable == []
        assert found.read == data.count(b"BEGIN:VEVENT")
        ours = [(one.starts_at, one.ends_at, one.title) for one in dates(found.events, begin=BEGIN, end=END)]
        assert ours == read_by_strangers(data, BEGIN, END)
        assert ours == read_by_strangers(as_bytes(found.events, stamp=BEGIN), BEGIN, END)
