"""Calendars of others: read on a rhythm, shown apart, gone when they are taken away; what is broken there says so."""

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.test import Client

from commonplace.feeds.actions import make_address
from commonplace.gatherings.actions import outside
from commonplace.gatherings.actions.outside import (
    EACH,
    AlreadyThere,
    TooManyCalendars,
    ask_now,
    read_outside_calendars,
    subscribe,
    take_along,
    unsubscribe,
)
from commonplace.gatherings.actions.rights import NotTheirs
from commonplace.gatherings.models import Gathering, OutsideCalendar, OutsideDate
from commonplace.lib.calendars.reading import read
from commonplace.lib.outward import NotOutward
from commonplace.store.due import do_due

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]

NOW = datetime(2027, 1, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def ics(*events: str, head: str = "") -> bytes:
    within = "\r\n".join(f"BEGIN:VEVENT\r\n{one}\r\nEND:VEVENT" for one in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n{head}{within}\r\nEND:VCALENDAR\r\n".encode()


FAIR = "UID:fair@x\r\nSUMMARY:Water fair\r\nDTSTART;VALUE=DATE:20270110\r\nDTEND;VALUE=DATE:20270113\r\nLOCATION:Kielce"
TALK = (
    "UID:talk@x\r\nSUMMARY:Open talk\r\nDTSTART;TZID=Europe/Warsaw:20270105T170000\r\nDURATION:PT90M\r\n"
    "RRULE:FREQ=WEEKLY\r\nURL:https://fair.example/talk"
)
MOVED = (
    "UID:talk@x\r\nSUMMARY:Open talk\r\nRECURRENCE-ID;TZID=Europe/Warsaw:20270112T170000\r\n"
    "DTSTART;TZID=Europe/Warsaw:20270113T180000\r\nDURATION:PT90M"
)


class Host:
    """A host on loopback: what it answers, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answer: Callable[[str], bytes] | bytes = ok(ics(FAIR, TALK, MOVED))
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}/team.ics"
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            try:
                there, _address = self.socket.accept()
                with there:
                    asked = there.recv(65_536).decode()
                    self.asked.append(asked)
                    there.sendall(self.answer if isinstance(self.answer, bytes) else self.answer(asked))
            except OSError:
                if self.socket.fileno() < 0:
                    return


def ok(data: bytes, head: str = "") -> bytes:
    return f"HTTP/1.1 200 OK\r\n{head}Content-Length: {len(data)}\r\n\r\n".encode() + data


@pytest.fixture
def host(settings) -> Iterator[Host]:
    settings.CALENDARS_INSIDE = True
    there = Host()
    yield there
    there.socket.close()


@pytest.fixture
def calendar(host: Host, stick, ines) -> OutsideCalendar:
    return subscribe(by=ines, community=stick, name="The trade", address=host.address, at=NOW)


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


def test_only_stewards_name_one_and_only_such_as_may_be_asked(stick, ines, tomasz, settings) -> None:
    with pytest.raises(NotTheirs):
        subscribe(by=tomasz, community=stick, name="x", address="https://fair.example/x.ics")
    for address in ("http://fair.example/x.ics", "https://me:pass@fair.example/", "file:///etc/passwd", "https://"):
        with pytest.raises(NotOutward):
            subscribe(by=ines, community=stick, name="x", address=address)
    one = subscribe(by=ines, community=stick, name="x", address="webcal://fair.example/0.ics")
    assert one.address == "https://fair.example/0.ics"
    with pytest.raises(AlreadyThere):
        subscribe(by=ines, community=stick, name="y", address="https://fair.example/0.ics")
    for n in range(1, EACH):
        subscribe(by=ines, community=stick, name="x", address=f"fair.example/{n}.ics")
    with pytest.raises(TooManyCalendars):
        subscribe(by=ines, community=stick, name="x", address="https://fair.example/more.ics")
    for deed in (unsubscribe, ask_now):
        with pytest.raises(NotTheirs):
            deed(by=tomasz, calendar=one)


@pytest.mark.parametrize("address", ["https://127.0.0.1/x.ics", "https://10.0.0.8/x", "https://[::1]/x"])
def test_what_leads_inside_is_never_asked(stick, ines, address: str) -> None:
    one = subscribe(by=ines, community=stick, name="x", address=address, at=NOW)
    assert read_outside_calendars(now=NOW) == 0
    assert state(one) == ("inside", 1)


def test_taken_away_while_it_is_read_it_stays_away(calendar, host, ines, monkeypatch) -> None:
    read_outside_calendars(now=NOW)
    host.answer, fetch = ok(ics(TALK)), outside.get

    def taken_away_meanwhile(*where: object, **how: object) -> object:
        unsubscribe(by=ines, calendar=calendar)
        return fetch(*where, **how)

    monkeypatch.setattr(outside, "get", taken_away_meanwhile)
    assert read_outside_calendars(now=NOW + timedelta(hours=4)) == 0
    assert not OutsideDate.objects.exists()
    assert not OutsideCalendar.objects.exists()


def test_members_see_its_dates_apart_and_take_them_along(
    client: Client, calendar, host, stick, tomasz, ines, stranger
) -> None:
    at = datetime.now(UTC)
    fair = f"UID:f@x\r\nSUMMARY:Water fair\r\nDTSTART;VALUE=DATE:{at + 5 * DAY:%Y%m%d}\r\nURL:https://fair.example/"
    host.answer = ok(ics(fair, f"UID:t@x\r\nSUMMARY:<b>Talk</b>\r\nDTSTART:{at + 6 * DAY:%Y%m%dT%H%M%SZ}"))
    ask_now(by=ines, calendar=calendar, at=at)
    read_outside_calendars(now=at)
    client.force_login(tomasz)
    shown = client.get("/c/stick/gatherings/").text
    assert "Outside dates" in shown
    assert 'href="https://fair.example/"' in shown
    assert "&lt;b&gt;Talk&lt;/b&gt;" in shown
    assert host.address not in shown
    assert client.get("/c/stick/gatherings/outside").status_code == 404
    _row, secret = make_address(person=tomasz, community=stick, space=None, opens="calendar")
    feed = f"/feeds/{secret}/gatherings.ics"
    assert b"Water fair" not in client.get(feed).content
    client.post("/c/stick/gatherings/outside/mine", {"wanted": "1"})
    whole = read(client.get(feed).content)
    assert [(one.title, one.is_all_day, one.about) for one in whole.events] == [
        ("Water fair", True, "The trade"),
        ("<b>Talk</b>", False, "The trade"),
    ]
    client.post("/c/stick/gatherings/outside/mine", {"wanted": "0"})
    assert b"Water fair" not in client.get(feed).content
    take_along(person=tomasz, community=stick, is_wanted=True)
    unsubscribe(by=ines, calendar=calendar)
    assert b"Water fair" not in client.get(feed).content
    assert "Outside dates" not in client.get("/c/stick/gatherings/").text
    client.logout()
    assert b"Water fair" not in client.get("/c/stick/feeds/gatherings.ics").content


def test_stewards_name_read_and_take_away_on_one_page(client: Client, host, stick, ines) -> None:
    client.force_login(ines)
    page = "/c/stick/gatherings/outside"
    assert "You look at none yet." in client.get(page).text
    back = client.post(page, {"name": "The trade", "address": "https://me:pass@fair.example/"})
    assert back.status_code == 422
    assert "without a passphrase" in back.text
    assert client.post(page, {"name": "The trade", "address": host.address}).status_code == 302
    assert client.post(page, {"name": "The trade", "address": host.address}).status_code == 422
    assert "It has not been read yet." in client.get(page).text
    read_outside_calendars(now=datetime.now(UTC))
    assert "Read " in client.get(page).text
    one = OutsideCalendar.objects.get()
    host.answer = ok(b"<html>")
    client.post(f"{page}/{one.pk}", {"ask": "1"})
    read_outside_calendars(now=datetime.now(UTC))
    assert "What is there is no calendar." in client.get(page).text
    client.post(f"{page}/{one.pk}", {"go": "1"})
    assert not OutsideCalendar.objects.exists()
