"""The link in a letter: one person, one gathering, a button; looking changes nothing, and it ends with the date."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from commonplace.gatherings.actions import asking
from commonplace.gatherings.actions.answering import answer
from commonplace.gatherings.actions.asking import TooManyAsked, Unproven, ask, invite_guest, uninvite
from commonplace.gatherings.actions.changing import call_off
from commonplace.gatherings.by_link import link_for, token_for
from commonplace.gatherings.models import Gathering
from commonplace.letters.models import Letter

pytestmark = pytest.mark.django_db


def path_in(letter: Letter) -> str:
    return re.search(r"(/gatherings/answer/\S+)", letter.text)[1]


def test_looking_at_it_changes_nothing_and_pressing_answers(client: Client, clinic: Gathering, hal, tomasz) -> None:
    ask(by=hal, gathering=clinic, people=[tomasz.pk])
    path = path_in(Letter.objects.get(to="tomasz@example.org"))
    for asked in (path, f"{path}?says=no"):
        assert client.get(asked).status_code == 200
        assert client.head(asked).status_code == 200
    assert clinic.answers.get().says == ""
    page = client.post(path, {"says": "yes"})
    assert "You are coming." in page.text
    assert clinic.answers.get(person=tomasz).says == "yes"
    # Twice is once, and another press says something else.
    client.post(path, {"says": "yes"})
    client.post(path, {"says": "maybe"})
    assert [row.says for row in clinic.answers.all()] == ["maybe"]


def test_it_is_asked_for_once(clinic: Gathering, hal, tomasz, leila, stranger) -> None:
    assert ask(by=hal, gathering=clinic, people=[tomasz.pk, leila.pk, stranger.pk, hal.pk]) == 2
    assert ask(by=hal, gathering=clinic, people=[tomasz.pk, leila.pk]) == 0
    assert sorted(Letter.objects.values_list("to", flat=True)) == ["leila@example.org", "tomasz@example.org"]
    with pytest.raises(TooManyAsked):
        ask(by=hal, gathering=clinic, people=range(10_000, 10_100))


def test_what_was_changed_by_one_sign_opens_nothing(client: Client, clinic: Gathering, tomasz) -> None:
    token = token_for(clinic.pk, person=tomasz.pk)
    for torn in (token[:-1], f"{token}x", token.replace(token[3], "~", 1), "x", f"{token}:{token}"):
        assert client.get(f"/gatherings/answer/{torn}").status_code == 410
        assert client.post(f"/gatherings/answer/{torn}", {"says": "yes"}).status_code == 410
    assert not clinic.answers.exists()


def test_it_ends_with_the_gathering(client: Client, clinic: Gathering, hal, tomasz) -> None:
    path = link_for(clinic.pk, person=tomasz.pk).partition("://")[2].partition("/")[2]
    Gathering.objects.filter(pk=clinic.pk).update(
        starts_at=clinic.starts_at.replace(year=2020), ends_at=clinic.ends_at.replace(year=2020)
    )
    assert client.post(f"/{path}", {"says": "yes"}).status_code == 410
    assert "over" in client.get(f"/{path}").text


def test_it_opens_nothing_to_whoever_may_see_it_no_more(client: Client, clinic: Gathering, tomasz) -> None:
    token = token_for(clinic.pk, person=tomasz.pk)
    clinic.community.memberships.filter(person=tomasz).update(standing="alumnus")
    page = client.get(f"/gatherings/answer/{token}")
    assert (page.status_code, clinic.title in page.text) == (410, False)


def test_it_acts_for_its_owner_whoever_is_signed_in(client: Client, clinic: Gathering, tomasz, leila) -> None:
    client.force_login(leila)
    client.post(f"/gatherings/answer/{token_for(clinic.pk, person=tomasz.pk)}", {"says": "yes"})
    assert [row.person for row in clinic.answers.all()] == [tomasz]


def test_a_guest_from_outside_sees_this_gathering_and_nothing_else(client: Client, called, hal, tomasz) -> None:
    small = called(capacity=1)
    guest = invite_guest(by=hal, gathering=small, address="Nour@example.net", name="Nour")
    assert invite_guest(by=hal, gathering=small, address="nour@example.net").pk == guest.pk
    letter = Letter.objects.get()
    assert (letter.to, "Hal Brennan asks you to come" in letter.subject) == ("nour@example.net", True)
    # To someone without a place here no page of the house is named but the one that answers.
    assert "/c/stick/" not in f"{letter.text}{letter.html}"
    path = path_in(letter)
    assert "You are coming" in client.post(path, {"says": "yes"}).text
    assert answer(gathering=small, says="yes", person=tomasz).says == "waiting"
    for closed in ("/c/stick/gatherings/", f"/c/stick/gatherings/{small.pk}/", "/c/stick/conversations/"):
        assert small.title not in client.get(closed).text
    uninvite(by=hal, guest=guest)
    assert client.get(path).status_code == 410
    # Their seat is free, and goes to whoever waited.
    assert small.answers.get(person=tomasz).says == "yes"


def test_a_guest_who_was_let_go_is_asked_anew_with_another_link(client: Client, clinic: Gathering, hal) -> None:
    guest = invite_guest(by=hal, gathering=clinic, address="nour@example.net")
    before = path_in(Letter.objects.get())
    uninvite(by=hal, guest=guest)
    invite_guest(by=hal, gathering=clinic, address="nour@example.net")
    after = path_in(Letter.objects.latest("pk"))
    assert (client.get(before).status_code, client.get(after).status_code) == (410, 200)


def test_what_is_called_off_is_answered_no_more(client: Client, clinic: Gathering, hal, tomasz) -> None:
    path = f"/gatherings/answer/{token_for(clinic.pk, person=tomasz.pk)}"
    call_off(by=hal, gathering=clinic, why="Rain.")
    assert client.post(path, {"says": "yes"}).status_code == 410
    assert "Rain." in client.get(path).text


def test_whoever_only_typed_an_address_asks_nobody_by_letter(clinic: Gathering, hal, tomasz) -> None:
    EmailAddress.objects.filter(user=hal).update(verified=False)
    with pytest.raises(Unproven):
        ask(by=hal, gathering=clinic, people=[tomasz.pk])
    with pytest.raises(Unproven):
        invite_guest(by=hal, gathering=clinic, address="nour@example.net")
    assert not Letter.objects.exists()


def test_nobody_asks_more_people_in_a_day_than_they_know(called, hal, tomasz, leila, monkeypatch) -> None:
    monkeypatch.setattr(asking, "A_DAY", 1)
    ask(by=hal, gathering=called(), people=[tomasz.pk])
    with pytest.raises(TooManyAsked):
        ask(by=hal, gathering=called(), people=[leila.pk])
    assert Letter.objects.count() == 1


def test_a_guest_is_spoken_to_in_the_language_of_the_community(clinic: Gathering, hal) -> None:
    clinic.community.language = "pl"
    clinic.community.save(update_fields=["language"])
    invite_guest(by=hal, gathering=clinic, address="nour@example.net")
    letter = Letter.objects.get()
    assert letter.subject == "Hal Brennan prosi cię o przyjście: „The logger says leak”."
    assert "bez logowania" in letter.text
