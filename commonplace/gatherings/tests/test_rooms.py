"""A room of the operator's own: under a name that nobody guesses, told ten minutes before and nowhere else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.gatherings.actions.answering import answer
from commonplace.gatherings.actions.asking import ask, invite_guest
from commonplace.gatherings.actions.changing import change
from commonplace.gatherings.actions.serial import begin_series
from commonplace.gatherings.actions.serial_changes import change_series
from commonplace.gatherings.by_link import token_for
from commonplace.gatherings.models import Gathering, Series
from commonplace.gatherings.tests.conftest import plan
from commonplace.gatherings.tests.test_pages import NEW, page
from commonplace.gatherings.tests.test_pages import said as form_said
from commonplace.letters.models import Letter
from commonplace.letters.sheets import sheet_of

pytestmark = pytest.mark.django_db
TICK = "A room on our own server"


@pytest.fixture(autouse=True)
def of_our_own(settings) -> None:
    settings.GATHERING_LINK = "https://meet.example.org/{name}"


def begin_in(gathering: Gathering, **before: float) -> None:
    at = timezone.now() + timedelta(**before)
    Gathering.objects.filter(pk=gathering.pk).update(starts_at=at, ends_at=at + timedelta(hours=1))
    gathering.refresh_from_db()


def test_it_is_ticked_on_the_page_and_every_gathering_has_its_own(client: Client, stick, hal, settings) -> None:
    client.force_login(hal)
    assert TICK in client.get(NEW).text
    for title in ("One", "Two"):
        assert client.post(NEW, form_said(title=title, own_room="on", link="https://else.example/x")).status_code == 302
    rooms = list(Gathering.objects.values_list("room", "link"))
    assert len({room for room, _link in rooms}) == 2
    assert all(len(room) == 32 and room.isalnum() and link == "" for room, link in rooms)
    settings.GATHERING_LINK = ""
    assert TICK not in client.get(NEW).text
    client.post(NEW, form_said(title="Three", own_room="on"))
    assert Gathering.objects.get(title="Three").room == ""


def test_it_opens_ten_minutes_before_to_who_comes_and_moves_with_the_server(
    client: Client, called, hal, tomasz, leila, settings
) -> None:
    here = called(own_room=True, link="")
    answer(gathering=here, says="yes", person=tomasz)
    for minutes, is_open in ((30, False), (10.5, False), (9.5, True), (-30, True), (-70, False)):
        begin_in(here, minutes=minutes)
        shown = f"https://meet.example.org/{here.room}"
        assert [shown in page(client, who, here) for who in (tomasz, hal, leila)] == [is_open, is_open, False], minutes
    begin_in(here, minutes=5)
    client.logout()
    by_link = client.get(f"/gatherings/answer/{token_for(here.pk, person=tomasz.pk)}").text
    assert here.room in by_link
    assert here.room not in client.get(f"/gatherings/answer/{token_for(here.pk, person=leila.pk)}").text
    settings.GATHERING_LINK = "https://other.example.org/b/{name}"
    assert f"https://other.example.org/b/{here.room}" in page(client, tomasz, here)
    settings.GATHERING_LINK = ""
    assert here.room not in page(client, tomasz, here)


def test_its_name_stands_in_no_letter_calendar_feed_search_or_api(client: Client, called, hal, tomasz, rosa) -> None:
    here = called(own_room=True, link="")
    begin_in(here, minutes=5)
    ask(by=hal, gathering=here, people=[rosa.pk])
    invite_guest(by=hal, gathering=here, address="gast@elsewhere.example")
    answer(gathering=here, says="yes", person=tomasz)
    letters = list(Letter.objects.all())
    assert len(letters) == 2
    for letter in letters:
        sheet = sheet_of(letter)
        assert sheet is not None
        assert here.room not in f"{letter.subject}{letter.text}{letter.html}{sheet.data!r}"
    client.force_login(tomasz)
    for path in (
        f"/c/stick/gatherings/{here.pk}.ics",
        "/c/stick/feeds/gatherings.ics",
        "/api/v1/communities/stick/gatherings",
        f"/search?q={here.room}",
        "/c/stick/gatherings/",
        f"/c/stick/gatherings/new?copy={here.pk}",
    ):
        answered = client.get(path)
        assert answered.status_code == 200 or path.endswith(".ics"), path
        assert f"meet.example.org/{here.room}" not in answered.text, path


def test_each_date_of_a_series_has_its_own_and_keeps_it(hal, table) -> None:
    first = begin_series(by=hal, space=table, plan=plan(own_room=True, link=""), rule="FREQ=WEEKLY;COUNT=6")
    dates = list(Gathering.objects.filter(series=first.series).order_by("starts_at"))
    rooms = [one.room for one in dates]
    assert len(set(rooms)) == 6
    later = dates[2].wall.replace(hour=9)
    change_series(by=hal, gathering=dates[2], plan=plan(wall=later, own_room=True, link=""))
    assert [one.room for one in Gathering.objects.order_by("starts_at")] == rooms
    change(
        by=hal, gathering=Gathering.objects.get(pk=dates[0].pk), plan=plan(wall=dates[0].wall, title="x", own_room=True)
    )
    assert Gathering.objects.get(pk=dates[0].pk).room == rooms[0]
    one = Gathering.objects.get(pk=dates[3].pk)
    change_series(by=hal, gathering=one, plan=plan(wall=one.wall, link="https://else.example/x"))
    assert [bool(one.room) for one in Gathering.objects.order_by("starts_at")] == [True] * 3 + [False] * 3
    assert {one.meets_at for one in Gathering.objects.order_by("starts_at")[3:]} == {"https://else.example/x"}
    assert [bool(one.room) for one in Series.objects.order_by("pk")] == [True, True, False]
    one.refresh_from_db()
    change_series(by=hal, gathering=one, plan=plan(wall=one.wall, own_room=True, link=""))
    assert len({one.room for one in Gathering.objects.all()}) == 6
