"""Strangers' programs find the calendars of a house that is being served, and list the dates that we do."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import caldav
import pytest
from icalendar import Calendar
from recurring_ical_events import of as occurrences_of

from commonplace.communities.models import Space
from commonplace.devices.models import Shows
from commonplace.devices.shelf import reaches, shelves
from commonplace.devices.tests.conftest import Device
from commonplace.gatherings.models import Gathering, State
from commonplace.lib.calendars.events import dates
from commonplace.people.models import Person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.allow_hosts(["127.0.0.1", "::1", "localhost"]),
]
YEARS = timedelta(days=3652)
VDIRSYNCER = """
[general]
status_path = "{home}/status/"
[pair stick]
a = "house"
b = "here"
collections = ["from a"]
conflict_resolution = "a wins"
metadata = ["displayname"]
[storage house]
type = "caldav"
url = "{url}/"
username = "hal@example.org"
password = "{words}"
read_only = true
[storage here]
type = "filesystem"
path = "{home}/calendars/"
fileext = ".ics"
"""
KHAL = """
[calendars]
[[stick]]
path = {home}/calendars/stick
type = calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = UTC
default_timezone = UTC
[sqlite]
path = {home}/khal.db
"""


def listed(title: str, begin: datetime, end: datetime) -> tuple[str, str, str]:
    return title, f"{begin.astimezone(UTC):%Y-%m-%d %H:%M}", f"{end.astimezone(UTC):%Y-%m-%d %H:%M}"


def ours(person: Person, code: str, now: datetime) -> list[tuple[str, str, str]]:
    """The dates of ten years as the house itself counts them, from the gatherings and the rules of series."""
    (shelf,) = shelves(person, [reaches(person, now=now)[code]], now=now)
    events = [one for item in shelf.items.values() for one in item.events]
    return sorted(listed(one.title, one.starts_at, one.ends_at) for one in dates(events, begin=now, end=now + YEARS))


def theirs(calendars: list[str], now: datetime) -> list[tuple[str, str, str]]:
    """The same by a stranger's reading of what came, called off dates left out as ours are."""
    return sorted(
        listed(str(one["SUMMARY"]), one.start, one.end)
        for told in calendars
        for one in occurrences_of(Calendar.from_ical(told)).between(now, now + YEARS)
        if one.get("STATUS") != "CANCELLED" and one.start >= now
    )


@pytest.fixture
def year(hal: Person, table: Space, call: Callable[..., Gathering], now: datetime) -> list[Gathering]:
    """Gatherings of every kind: alone, called off, and series on both sides of the world with what is otherwise."""
    call(table, "Clinic", hal)
    off = call(table, "Off", hal)
    Gathering.objects.filter(pk=off.pk).update(state=State.CANCELLED)
    call(table, "Round", hal, rule="FREQ=WEEKLY;INTERVAL=2")
    call(table, "South", hal, rule="FREQ=MONTHLY;BYDAY=-1TH", zone="Pacific/Auckland", minutes=45)
    call(table, "Few", hal, rule="FREQ=MONTHLY;BYDAY=2TU;COUNT=8", zone="America/Santiago")
    rounds = list(Gathering.objects.filter(title="Round").order_by("starts_at"))
    moved, called_off, left_out = rounds[2:5]
    day = timedelta(days=1)
    Gathering.objects.filter(pk=moved.pk).update(
        wall_on=moved.wall_on + day, starts_at=moved.starts_at + day, ends_at=moved.ends_at + day, title="Round, moved"
    )
    Gathering.objects.filter(pk=called_off.pk).update(state=State.CANCELLED)
    left_out.delete()
    return rounds


@pytest.mark.filterwarnings("ignore")  # of a stranger's code
def test_the_client_of_pypi_lists_calendars_and_dates(hal, stick, circle, year, device, live_server, now) -> None:
    phone = device(hal)
    with caldav.DAVClient(f"{live_server.url}/dav/", username="hal@example.org", password=phone.words) as client:
        calendars = client.principal().calendars()
        assert [(one.name, str(one.url)) for one in calendars] == [
            ("The Listening Stick", f"{live_server.url}{phone.home}stick/")
        ]
        (calendar,) = calendars
        told = [one.data for one in calendar.events()]
        assert len(told) == 5
        assert theirs(told, now) == ours(hal, "stick", now)
        clinic = Gathering.objects.get(title="Clinic")
        assert "SUMMARY:Clinic" in calendar.event_by_uid(f"{clinic.uid}@localhost").data
        soon = calendar.search(event=True, start=now, end=now + timedelta(days=8))
        assert sorted(str(one.icalendar_component["SUMMARY"]) for one in soon) == sorted(
            {title for title, *_ends in ours(hal, "stick", now) if title in ("Clinic", "Round")} | {"Off"}
        )
        spread = calendar.search(event=True, start=now, end=now + timedelta(days=90), expand="server")
        # A date that was called off is told as such; the rest are ours.
        spread_out = [part for one in spread for part in one.icalendar_instance.events]
        found = sorted(
            listed(str(one["SUMMARY"]), one.start, one.end) for one in spread_out if str(one["STATUS"]) != "CANCELLED"
        )
        until = f"{now + timedelta(days=90):%Y-%m-%d %H:%M}"
        assert found == [one for one in ours(hal, "stick", now) if one[1] < until]


@pytest.mark.filterwarnings("ignore")  # of a stranger's code
def test_the_client_of_pypi_hears_what_changed_and_may_change_nothing(hal, stick, year, device, live_server) -> None:
    phone = device(hal)
    with caldav.DAVClient(f"{live_server.url}/dav/", username="hal@example.org", password=phone.words) as client:
        (calendar,) = client.principal().calendars()
        had = calendar.objects_by_sync_token(load_objects=True)
        assert len(list(had)) == 5
        Gathering.objects.filter(title="Clinic").update(title="Clinic at last")
        Gathering.objects.filter(title="Off").delete()
        updated, deleted = had.sync()
        assert (len(updated), len(deleted)) == (1, 1)
        assert "SUMMARY:Clinic at last" in updated[0].data
        with pytest.raises(caldav.lib.error.AuthorizationError):
            calendar.save_event(updated[0].data.replace("UID:", "UID:another-"))
        with pytest.raises(caldav.lib.error.AuthorizationError):
            calendar.events()[0].delete()
    with (
        caldav.DAVClient(f"{live_server.url}/dav/", username="hal@example.org", password="wrong") as stranger,
        pytest.raises(caldav.lib.error.AuthorizationError),
    ):
        stranger.principal()


@pytest.fixture
def peer(tmp_path: Path) -> Callable[..., str]:
    """Runs a stranger's program with a home of its own."""

    def ran(program: str, *words: str) -> str:
        environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        asked = [program, "-c", str(tmp_path / program), *words]
        done = subprocess.run(asked, capture_output=True, text=True, env=environment, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return ran


def begin(home: Path, url: str, phone: Device) -> None:
    (home / "calendars").mkdir()
    (home / "vdirsyncer").write_text(VDIRSYNCER.format(home=home, url=url, words=phone.words))
    (home / "khal").write_text(KHAL.format(home=home))


@pytest.mark.skipif(shutil.which("vdirsyncer") is None, reason="vdirsyncer is not installed (bin/debian vdirsyncer)")
@pytest.mark.parametrize("way", ["/dav", ""], ids=["by the address", "by the name of the house alone"])
def test_vdirsyncer_brings_it_down_and_khal_reads_it(
    hal, stick, table, call, year, device, live_server, now, tmp_path: Path, peer: Callable[..., Any], way: str
) -> None:
    phone = device(hal)
    begin(tmp_path, f"{live_server.url}{way}", phone)
    here = tmp_path / "calendars" / "stick"
    here.mkdir()
    peer("vdirsyncer", "discover")
    peer("vdirsyncer", "sync")
    peer("vdirsyncer", "metasync")
    assert (here / "displayname").read_text() == "The Listening Stick"
    brought = {one.name: one.read_text() for one in here.glob("*.ics")}
    assert len(brought) == 5
    assert theirs(list(brought.values()), now) == ours(hal, "stick", now)
    if shutil.which("khal"):
        assert read_by_khal(peer, now) == [one for one in ours(hal, "stick", now) if one[1] >= f"{now:%Y-%m-%d %H:%M}"]
    # What changes here changes there, and what is gone is gone.
    Gathering.objects.filter(title="Clinic").update(title="Clinic at last")
    Gathering.objects.filter(title="Off").delete()
    call(table, "New", hal)
    said = peer("vdirsyncer", "sync")
    assert "error" not in said
    again = [one.read_text() for one in here.glob("*.ics")]
    assert len(again) == 5
    assert theirs(again, now) == ours(hal, "stick", now)


def read_by_khal(peer: Callable[..., str], now: datetime) -> list[tuple[str, str, str]]:
    form = "{title}|{start-long-full}|{end-long-full}|{status}"
    told = peer("khal", "list", "--format", form, "--day-format", "", f"{now:%Y-%m-%d %H:%M}", f"{YEARS.days}d")
    rows = {tuple(line.split("|")) for line in told.splitlines() if line}
    return sorted((title, begin, end) for title, begin, end, status in rows if "CANCELLED" not in status.upper())


@pytest.mark.skipif(shutil.which("vdirsyncer") is None, reason="vdirsyncer is not installed (bin/debian vdirsyncer)")
def test_vdirsyncer_is_let_in_by_a_password_alone(hal, stick, device, live_server, tmp_path, peer) -> None:
    phone = device(hal, Shows.ALL)
    begin(tmp_path, f"{live_server.url}/dav", phone)
    (tmp_path / "calendars" / "~mine").mkdir()
    peer("vdirsyncer", "discover")
    phone.kept.delete()
    with pytest.raises(AssertionError, match="401"):
        peer("vdirsyncer", "sync")
