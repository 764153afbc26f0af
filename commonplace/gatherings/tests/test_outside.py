"""Calendars of others: read on a rhythm, shown apart, gone when they are taken away; what is broken there says so."""

import threading
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.test import Client

from commonplace.gatherings.actions import outside
from commonplace.gatherings.actions.outside import (
    read_outside_calendars,
)
from commonplace.gatherings.models import Gathering, OutsideCalendar, OutsideDate
from commonplace.gatherings.tests.hosts import DAY, FAIR, NOW, TALK, ics, ok
from commonplace.store.due import do_due

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]


def listed() -> list[str]:
    return [f"{one.title} {one.starts_at:%m-%d %H:%M}" for one in OutsideDate.objects.order_by("starts_at", "pk")]


def state(calendar: OutsideCalendar) -> tuple[str, int]:
    calendar.refresh_from_db()
    return calendar.trouble, calendar.failures


def test_its_dates_are_read_as_they_are(calendar, host) -> None:
    assert do_due(now=NOW).count("read calendars of others") == 1
    assert listed()[:5] == [
        "Open talk 01-05 16:00",
        "Water fair 01-10 00:00",
        "Open talk 01-13 17:00",
        "Open talk 01-19 16:00",
        "Open talk 01-26 16:00",
    ]
    assert {one[-5:] for one in listed() if "talk" in one} == {"16:00", "17:00", "15:00"}  # summer time, and the moved
    fair = OutsideDate.objects.get(title="Water fair")
    assert (f"{fair.on}", fair.days, fair.place) == ("2027-01-10", 3, "Kielce")
    assert not Gathering.objects.exists()
    (asked,) = host.asked
    assert "Cookie" not in asked
    assert "stick" not in asked.lower()


def test_it_is_asked_for_on_a_rhythm_and_what_is_the_same_comes_once(calendar, host) -> None:
    data = ics(TALK)

    def answer(asked: str) -> bytes:
        if 'If-None-Match: "7"' in asked:
            assert "If-Modified-Since: Mon, 04 Jan 2027 10:00:00 GMT" in asked
            return b"HTTP/1.1 304 Not Modified\r\n\r\n"
        return ok(data, 'ETag: "7"\r\nLast-Modified: Mon, 04 Jan 2027 10:00:00 GMT\r\n')

    host.answer = answer
    assert read_outside_calendars(now=NOW) == 1
    assert read_outside_calendars(now=NOW + timedelta(hours=2)) == 0
    keys = list(OutsideDate.objects.order_by("pk").values_list("pk", flat=True))
    assert read_outside_calendars(now=NOW + timedelta(hours=3)) == 1
    assert len(host.asked) == 2
    assert list(OutsideDate.objects.order_by("pk").values_list("pk", flat=True)) == keys
    # After a week it is read whole, for dates come nearer though nothing changes.
    last = max(listed())
    assert read_outside_calendars(now=NOW + 8 * DAY) == 1
    assert "If-None-Match" not in host.asked[-1]
    assert max(OutsideDate.objects.values_list("starts_at", flat=True)) > NOW + timedelta(days=400)
    assert listed()[0] != last


def test_without_marks_the_same_bytes_change_nothing(calendar, host) -> None:
    read_outside_calendars(now=NOW)
    keys = list(OutsideDate.objects.order_by("pk").values_list("pk", flat=True))
    read_outside_calendars(now=NOW + timedelta(hours=3))
    assert list(OutsideDate.objects.order_by("pk").values_list("pk", flat=True)) == keys
    host.answer = ok(ics(FAIR))
    read_outside_calendars(now=NOW + timedelta(hours=6))
    assert listed() == ["Water fair 01-10 00:00"]


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "refused"),
        (b"HTTP/1.1 401 X\r\nContent-Length: 0\r\n\r\n", "refused"),
        (b"HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n", "silent"),
        (b"HTTP/1.1 302 X\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n", "inside"),
        (b"HTTP/1.1 302 X\r\nLocation: /team.ics\r\nContent-Length: 0\r\n\r\n", "inside"),
        (ok(b"<html>Please sign in</html>"), "broken"),
        (ok(b"\x00\xff" * 5000), "broken"),
        (ok(b""), "broken"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\nBEGIN:VCALENDAR", "large"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (6 << 20), "large"),
        (b"nonsense", "silent"),
        (b"", "silent"),
        (ok(ics(*[f"UID:{n}@x\r\nSUMMARY:x\r\nDTSTART:20270110T100000Z" for n in range(10_001)])), "many"),
    ],
)
def test_what_cannot_be_read_says_why_and_leaves_the_dates(calendar, host, answer: bytes, trouble: str) -> None:
    read_outside_calendars(now=NOW)
    before = listed()
    assert before
    host.answer = answer
    assert read_outside_calendars(now=NOW + timedelta(hours=4)) == 0
    assert state(calendar) == (trouble, 1)
    assert listed() == before
    assert calendar.get_trouble_display()
    host.answer = ok(ics(FAIR))
    assert read_outside_calendars(now=NOW + timedelta(hours=5)) == 1
    assert state(calendar) == ("", 0)


def test_a_host_that_never_ends_is_left(calendar, host, monkeypatch) -> None:
    monkeypatch.setattr(outside, "SECONDS", 0.3)
    wait = threading.Event()

    def slowly(_asked: str) -> bytes:
        wait.wait(3)
        return b""

    host.answer = slowly
    assert read_outside_calendars(now=NOW) == 0
    assert state(calendar)[0] == "slow"
    wait.set()


def test_where_nobody_listens_it_is_asked_ever_more_seldom_and_stewards_are_told(
    client: Client, calendar, host, stick, ines, tomasz
) -> None:
    read_outside_calendars(now=NOW)
    host.socket.close()
    at, asked = NOW + timedelta(hours=3), []
    while at < NOW + 5 * DAY:
        before = state(calendar)[1]
        read_outside_calendars(now=at)
        if state(calendar)[1] != before:
            asked.append(at)
        at += timedelta(minutes=5)
    gaps = [later - one for one, later in pairwise(asked)]
    assert gaps == sorted(gaps)
    assert len(asked) == 10
    assert gaps[-1] == DAY
    client.force_login(ines)
    assert "has not been read for some days" not in client.get("/c/stick/").text  # by the clock on the wall it is new
    OutsideCalendar.objects.update(failing_since=datetime.now(UTC) - 4 * DAY)
    assert "has not been read for some days" in client.get("/c/stick/").text
    client.force_login(tomasz)
    assert "has not been read for some days" not in client.get("/c/stick/").text


def test_entries_that_say_nothing_are_counted_and_the_others_shown(calendar, host) -> None:
    host.answer = ok(
        ics(
            FAIR,
            "UID:million@x\r\nSUMMARY:Tick\r\nDTSTART:20270105T100000Z\r\nRRULE:FREQ=DAILY;COUNT=1000000",
            "UID:second@x\r\nSUMMARY:Tock\r\nDTSTART:20270105T100000Z\r\nRRULE:FREQ=SECONDLY",
            "UID:gone@x\r\nSUMMARY:Gone\r\nDTSTART;TZID=Europe/Atlantis:20270105T100000\r\nRRULE:FREQ=DAILY",
            "UID:day@x\r\nSUMMARY:No day\r\nDTSTART:20270231T100000Z",
            "UID:back@x\r\nSUMMARY:Back\r\nDTSTART:20270105T100000Z\r\nDTEND:20270104T100000Z",
            "SUMMARY:Nameless\r\nDTSTART:20270105T100000Z",
            "UID:never@x\r\nSUMMARY:Never\r\nDTSTART:20270105T100000Z\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "UID:off@x\r\nSUMMARY:Off\r\nSTATUS:CANCELLED\r\nDTSTART:20270105T100000Z",
            "UID:lure@x\r\nSUMMARY:Lure\r\nDTSTART:20270106T100000Z\r\nURL:javascript:alert(1)",
        )
    )
    assert read_outside_calendars(now=NOW) == 1
    calendar.refresh_from_db()
    assert calendar.unreadable == 6
    # A series begins on its first day, whatever its rule says.
    assert listed() == ["Never 01-05 10:00", "Lure 01-06 10:00", "Water fair 01-10 00:00"]
    assert OutsideDate.objects.get(title="Lure").link == ""


def test_many_endless_series_of_long_ago_are_worked_out_within_a_moment(calendar, host) -> None:
    rules = ("FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,WE", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")
    events = [
        f"UID:{n}@x\r\nSUMMARY:x\r\nDTSTART:19010105T100000Z\r\nDTEND:19010105T110000Z\r\nRRULE:{rules[n % 4]}"
        for n in range(400)
    ]
    host.answer = ok(ics(*events))
    begun = datetime.now(UTC)
    assert read_outside_calendars(now=NOW) == 1
    assert (datetime.now(UTC) - begun).total_seconds() < 20
    assert OutsideDate.objects.count() == outside.MOST_DATES
    assert min(OutsideDate.objects.values_list("ends_at", flat=True)) > NOW - 2 * DAY
