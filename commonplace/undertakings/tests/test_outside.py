"""A question from outside: nowhere before its address is confirmed and a steward lets it in; answered by mail."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.models import Community, Space
from commonplace.letters.models import Letter
from commonplace.undertakings.actions import helping, outside
from commonplace.undertakings.actions.rights import NotTheirs
from commonplace.undertakings.forms import desk as forms
from commonplace.undertakings.models import Asked, HelpDesk, OutsideQuestion

pytestmark = pytest.mark.django_db
SENT = {"title": "Zqoutside?", "text": "A noise.", "name": "Nour", "address": "nour@example.net"}


@pytest.fixture
def open_desk(desk, ines):
    helping.set_up(by=ines, undertaking=desk, promised_hours=24, is_open_outside=True)
    desk.helpdesk.refresh_from_db()
    return desk


@pytest.fixture
def at_once(monkeypatch) -> None:
    """Nobody waits in tests for as long as one writes."""
    monkeypatch.setattr(forms, "SOONEST", timedelta(seconds=-5))


def put(client: Client, desk, **changed):
    address = f"/c/stick/help-desks/{desk.pk}/question"
    (began,) = re.findall(r'name="began" value="([^"]+)"', client.get(address).text)
    return client.post(address, {**SENT, "began": began, **changed})


def link_in(letter: Letter) -> str:
    (found,) = re.findall(r"http://localhost:8000(/undertakings/\S+)", letter.text)
    return found


@pytest.mark.usefixtures("at_once")
def test_nothing_stands_anywhere_until_confirmed_and_let_in(client: Client, open_desk, ines, hal, tomasz) -> None:
    assert put(client, open_desk).status_code == 200
    letter = Letter.objects.get(kind="outside_confirm")
    assert (letter.to, "Zqoutside" in letter.text) == ("nour@example.net", False)
    page, waiting = f"/c/stick/help-desks/{open_desk.pk}/", f"/c/stick/help-desks/{open_desk.pk}/from-outside/"

    def seen(person, address: str) -> bool:
        browser = Client()
        browser.force_login(person)
        return "Zqoutside" in browser.get(address).text

    assert not seen(ines, waiting)
    # Looking at the link changes nothing: programs that look at mail do so too.
    client.get(link_in(letter))
    assert OutsideQuestion.objects.get().confirmed_at is None
    client.post(link_in(letter))
    assert (seen(ines, waiting), seen(hal, page), seen(ines, page)) == (True, False, False)
    browser = Client()
    browser.force_login(hal)
    question = OutsideQuestion.objects.get()
    assert browser.get(waiting).status_code == 403
    assert browser.post(f"{waiting}{question.pk}").status_code == 403
    browser.force_login(ines)
    browser.post(f"{waiting}{question.pk}")
    assert seen(hal, page)
    shown = Client()
    shown.force_login(tomasz)
    text = shown.get(f"{page}questions/{Asked.objects.get().pk}/").text
    assert ("Nour" in text, "nour@example.net" in text) == (True, False)


@pytest.mark.usefixtures("at_once")
def test_the_answer_goes_by_mail_and_is_closed_by_its_link(client: Client, open_desk, ines, tomasz) -> None:
    put(client, open_desk)
    outside.confirm(question=OutsideQuestion.objects.select_related("desk__undertaking__community").get())
    asked = helping.let_in(by=ines, undertaking=open_desk, question=OutsideQuestion.objects.get())
    helping.answer(by=tomasz, undertaking=open_desk, asked=asked, text="An *air valve*.")
    letter = Letter.objects.filter(kind="outside_question").latest("pk")
    assert "Tomasz Wilk answers" in letter.subject
    assert "air valve" in letter.text
    assert outside.may_go(letter)
    assert client.get(link_in(letter)).status_code == 200
    assert Asked.objects.get().closed_at is None
    client.post(link_in(letter), {"how": "helped"})
    assert Asked.objects.get().closed_how == "helped"
    # A month later nobody knows the address any more, and the link is shut.
    outside.forget_old(now=timezone.now() + timedelta(days=31))
    assert not OutsideQuestion.objects.exists()
    assert client.get(link_in(letter)).status_code == 410
    assert Asked.objects.get().outside_name == "Nour"


def test_machines_are_thanked_and_nothing_is_done(client: Client, open_desk, monkeypatch) -> None:
    for changed in ({"website": "https://spam.example"}, {"began": ""}, {"began": "forged"}, {}):
        assert put(client, open_desk, **changed).status_code == 200
    monkeypatch.setattr(forms, "SOONEST", timedelta(seconds=-5))
    monkeypatch.setattr(forms, "LATEST", timedelta(seconds=-5))
    assert put(client, open_desk).status_code == 200
    assert not OutsideQuestion.objects.exists()
    assert not Letter.objects.exists()


@pytest.mark.usefixtures("at_once")
def test_many_from_one_place_are_too_many(client: Client, open_desk) -> None:
    answers = [put(client, open_desk, address=f"a{n}@example.net").status_code for n in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    there = {"REMOTE_ADDR": "192.0.2.9"}
    assert OutsideQuestion.objects.count() == 4
    browser = Client(**there)
    assert [put(browser, open_desk, address="b@example.net").status_code for _ in range(4)][-1] == 429


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b@c", "x" * 300 + "@example.org", "a@example.org\nBcc: b@example.org"]
)
def test_no_letter_goes_to_what_is_no_address(client: Client, open_desk, address) -> None:
    assert put(client, open_desk, address=address).status_code == 422
    assert not Letter.objects.exists()


def test_it_is_shut_unless_a_steward_opens_it_and_where_words_stay_in(client, desk, hal, ines, stick, table: Space):
    address = f"/c/stick/help-desks/{desk.pk}/question"
    assert client.get(address).status_code == 404
    with pytest.raises(NotTheirs):
        helping.set_up(by=hal, undertaking=desk, promised_hours=24, is_open_outside=True)
    Space.objects.filter(pk=table.pk).update(confidence="chatham")
    desk.space.refresh_from_db()
    with pytest.raises(outside.IsShut):
        helping.set_up(by=ines, undertaking=desk, promised_hours=24, is_open_outside=True)
    Space.objects.filter(pk=table.pk).update(confidence="ordinary")
    HelpDesk.objects.update(is_open_outside=True)
    assert client.get(address).status_code == 200
    Space.objects.filter(pk=table.pk).update(confidence="sealed")
    assert client.get(address).status_code == 404
    Space.objects.filter(pk=table.pk).update(confidence="ordinary")
    Community.objects.filter(pk=stick.pk).update(visibility="private")
    assert client.get(address).status_code == 404


def test_the_page_for_strangers_tells_nothing_of_the_desk(client: Client, open_desk, table: Space) -> None:
    shown = client.get(f"/c/stick/help-desks/{open_desk.pk}/question").text
    assert "The Listening Stick" in shown
    assert "Which logger, where" not in shown
    assert table.name not in shown.partition("<main")[2]


@pytest.mark.usefixtures("at_once")
def test_what_nobody_confirms_is_forgotten_and_what_is_turned_away_gone(client: Client, open_desk, ines) -> None:
    put(client, open_desk)
    assert outside.forget_old(now=timezone.now() + timedelta(days=2)) == 0
    assert outside.forget_old(now=timezone.now() + timedelta(days=4)) == 1
    put(client, open_desk)
    OutsideQuestion.objects.update(confirmed_at=timezone.now())
    with pytest.raises(NotTheirs):
        outside.turn_away(by=open_desk.begun_by, undertaking=open_desk, question=OutsideQuestion.objects.get())
    outside.turn_away(by=ines, undertaking=open_desk, question=OutsideQuestion.objects.get())
    assert not OutsideQuestion.objects.exists()
    assert not Asked.objects.exists()
