"""Calendars of others on the pages: who names one, who sees its dates, and that they go with it."""

from datetime import UTC, datetime, timedelta

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
from commonplace.gatherings.models import OutsideCalendar, OutsideDate
from commonplace.gatherings.tests.hosts import DAY, NOW, TALK, ics, ok
from commonplace.lib.calendars.reading import read
from commonplace.lib.outward import NotOutward

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]


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
    one.refresh_from_db()
    assert (one.trouble, one.failures) == ("inside", 1)


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
