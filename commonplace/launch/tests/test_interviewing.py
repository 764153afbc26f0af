"""Conversations are written down with a yes, read by those who start it, and erased by whoever they are about."""

from dataclasses import replace
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from commonplace.launch.actions import interviewing
from commonplace.launch.actions.interviewing import Said, write_down
from commonplace.launch.models import Interview, Launch
from commonplace.people.actions.erasing import erase
from commonplace.people.mine import MINE
from commonplace.people.models import Person

NEW = "/c/stick/launch/interviews/new"
SAID = Said(agreed=True, hard="Dosing alarms at four.", name="Berit", address="Berit@Example.org", would="yes")
FORM = {"hard": "Alarms.", "way": "phone", "agreed": "on", "about": "Senja"}


@pytest.fixture
def berit(launch: Launch, hal: Person) -> Interview:
    return write_down(by=hal, launch=launch, said=replace(SAID, on=timezone.localdate()))


def yours(interview: Interview) -> str:
    link = interviewing.link_of(interview)
    return link[link.index("/launch/yours/") :]


def test_pressed_twice_it_is_one(launch: Launch, hal: Person, berit: Interview) -> None:
    assert write_down(by=hal, launch=launch, said=replace(SAID, on=timezone.localdate())) == berit
    assert Interview.objects.get().address == "berit@example.org"


def test_nothing_is_written_without_a_yes(launch: Launch, hal: Person) -> None:
    with pytest.raises(interviewing.NotAgreed):
        write_down(by=hal, launch=launch, said=replace(SAID, agreed=False))


def test_an_address_names_a_person(launch: Launch, hal: Person) -> None:
    with pytest.raises(interviewing.AddressWithoutName):
        write_down(by=hal, launch=launch, said=replace(SAID, name=""))


def test_others_neither_read_nor_write(launch: Launch, berit: Interview, tomasz: Person, stranger: Person) -> None:
    for person in (tomasz, stranger, None):
        assert list(Interview.objects.visible_to(person)) == []
    with pytest.raises(interviewing.NotAStarter):
        write_down(by=tomasz, launch=launch, said=SAID)
    with pytest.raises(interviewing.NotAStarter):
        interviewing.erase(by=tomasz, interview=berit)


def test_it_is_logged_on_a_page(client: Client, launch: Launch, hal: Person) -> None:
    client.force_login(hal)
    there = client.post(NEW, {**FORM, "on": timezone.localdate().isoformat()}).headers["Location"]
    made = Interview.objects.get()
    assert there == f"/c/stick/launch/interviews/{made.pk}#leaf"
    assert (made.hard, made.about, made.name, made.by) == ("Alarms.", "Senja", "", hal)
    page = client.get(there.partition("#")[0]).content.decode()
    # It carries the moment at which it was made.
    assert yours(made).rpartition(":")[0].rpartition(":")[0] in page
    assert "Alarms." in client.get("/c/stick/launch/").content.decode()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"agreed": ""}, "agreed"),
        ({"on": "2999-01-01"}, "on"),
        ({"on": "2026-01-01", "hard": ""}, "hard"),
        ({"about": ""}, "about"),
        ({"address": "b@example.org"}, "address"),
        ({"way": "pigeon"}, "way"),
    ],
)
def test_what_is_missing_is_said_beside_it(client: Client, launch: Launch, hal: Person, changed, field) -> None:
    client.force_login(hal)
    answer = client.post(NEW, {**FORM, **changed})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {field})
    assert not Interview.objects.exists()


def test_corrected_and_erased_by_those_who_start_it(client: Client, berit: Interview, ines: Person) -> None:
    client.force_login(ines)
    here = f"/c/stick/launch/interviews/{berit.pk}"
    client.post(here, {**FORM, "on": timezone.localdate().isoformat(), "hard": "Holidays."})
    assert Interview.objects.get().hard == "Holidays."
    client.post(f"{here}/erasing")
    assert not Interview.objects.exists()
    assert client.post(f"{here}/erasing").status_code == 404


def test_a_promised_one_is_answered_through_the_link(client: Client, launch: Launch, hal: Person) -> None:
    promised = write_down(by=hal, launch=launch, said=Said(agreed=True, about="Somebody near Bodø"))
    page = yours(promised)
    assert client.get(page).status_code == 200
    assert Interview.objects.get().is_promised
    assert client.post(page, {"hard": "", "agreed": "on"}).status_code == 422
    assert client.post(page, {"hard": "Nights.", "would": "once"}).status_code == 422
    assert client.post(page, {"hard": "Nights.", "would": "once", "agreed": "on"}).status_code == 200
    said = Interview.objects.get()
    assert (said.hard, said.way, said.on, said.is_willing, said.name) == (
        "Nights.",
        "link",
        timezone.now().date(),
        1,
        "",
    )


def test_looking_changes_nothing_and_the_link_erases(client: Client, berit: Interview) -> None:
    page = yours(berit)
    assert "Dosing alarms" in client.get(f"{page}?erase=1").content.decode()
    assert "Nothing of what you said is kept" in client.post(page, {"erase": "1"}).content.decode()
    assert not Interview.objects.exists()
    assert [client.get(page).status_code, client.post(page, {"erase": "1"}).status_code] == [410, 410]


def test_a_link_of_another_kind_opens_nothing(client: Client, db: None) -> None:
    assert client.get("/launch/yours/MQ:abc:def").status_code == 410


def test_whoever_is_erased_takes_what_they_said(berit: Interview, hal: Person, someone) -> None:
    person = someone("Berit Halvorsen")
    EmailAddress.objects.filter(user=person).update(email="berit@example.org")
    assert [one["hard"] for one in MINE["interviews_given"].told_to(person)] == ["Dosing alarms at four."]
    erase(person=person, withdraw=False)
    assert not Interview.objects.exists()


def test_whoever_asked_and_is_erased_leaves_what_was_said(berit: Interview, hal: Person) -> None:
    erase(person=hal, withdraw=False)
    assert Interview.objects.get().by is None


def test_the_sheet_has_the_three_questions(client: Client, launch: Launch, hal: Person, tomasz: Person) -> None:
    client.force_login(hal)
    page = client.get("/c/stick/launch/interviews/sheet").content.decode()
    assert "What is hard about it?" in page
    client.force_login(tomasz)
    assert client.get("/c/stick/launch/interviews/sheet").status_code == 404


def test_the_list_has_those_that_were_had_first(client: Client, launch: Launch, berit: Interview, hal: Person) -> None:
    write_down(by=hal, launch=launch, said=Said(agreed=True, name="Osagie"))
    write_down(by=hal, launch=launch, said=replace(SAID, name="Old", on=timezone.localdate() - timedelta(days=9)))
    client.force_login(hal)
    shown = client.get("/c/stick/launch/interviews/").context["interviews"]
    assert [one.interview.name for one in shown] == ["Berit", "Old", "Osagie"]
