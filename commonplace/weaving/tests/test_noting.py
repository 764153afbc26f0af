"""Contact notes: for stewards, and readable and erasable by whom they are about."""

from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Community, Deed
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Person
from commonplace.weaving.actions.noting import (
    AboutThemselves,
    ElsewhereStanding,
    NotASteward,
    NotTheirs,
    erase_note,
    note,
)
from commonplace.weaving.models import ContactNote
from commonplace.web.everything import words_of

pytestmark = pytest.mark.django_db
WORDS = "Would host in spring."


@pytest.fixture
def noted(stick: Community, ines: Person, hal: Person) -> ContactNote:
    return note(by=ines, community=stick, person=hal, text=WORDS)


def test_stewards_and_its_subject_read_it_and_nobody_else(
    client: Client, noted: ContactNote, hal: Person, rosa: Person, leila: Person, stranger: Person
) -> None:
    for reader, sees in ((hal, True), (rosa, True), (leila, False), (stranger, False)):
        assert ContactNote.objects.visible_to(reader).exists() is sees
    page = f"/c/stick/people/{hal.pk}/notes"
    client.force_login(rosa)
    assert WORDS in client.get(page).text
    client.force_login(hal)
    assert client.get(page).status_code == 404
    assert WORDS in client.get("/me/notes").text
    client.force_login(leila)
    assert client.get(page).status_code == 404
    assert WORDS not in client.get("/me/notes").text


def test_the_way_to_it_stands_beside_their_page_and_ones_own(
    client: Client, noted: ContactNote, ines: Person, hal: Person, leila: Person
) -> None:
    page, way = f"/c/stick/people/{hal.pk}/", f'href="/c/stick/people/{hal.pk}/notes"'
    for reader, is_shown in ((ines, True), (leila, False), (hal, False)):
        client.force_login(reader)
        assert (way in client.get(page).text) is is_shown
        assert ('href="/me/notes"' in client.get("/me").text) is (reader == hal)


def test_it_is_written_on_a_page_that_says_who_reads_it(client: Client, ines: Person, hal: Person) -> None:
    client.force_login(ines)
    page = f"/c/stick/people/{hal.pk}/notes"
    assert "reads what you write here." in client.get(page).text
    answer = client.post(page, {"text": " "})
    assert answer.status_code == 422
    assert "It has no words yet." in answer.text
    before = Deed.objects.count()
    for _twice in range(2):
        client.post(page, {"text": WORDS})
    assert ContactNote.objects.get().text == WORDS
    assert Deed.objects.count() == before


def test_its_subject_erases_it_and_so_does_its_writer_and_nobody_else(
    client: Client, noted: ContactNote, stick: Community, ines: Person, hal: Person, rosa: Person, leila: Person
) -> None:
    with pytest.raises(NotTheirs):
        erase_note(by=rosa, note=noted)
    client.force_login(leila)
    assert client.post(f"/me/notes/{noted.pk}/erase").status_code == 404
    client.force_login(hal)
    client.post(f"/me/notes/{noted.pk}/erase")
    assert not ContactNote.objects.exists()
    again = note(by=ines, community=stick, person=hal, text=WORDS)
    client.force_login(rosa)
    client.post(f"/c/stick/people/{hal.pk}/notes/{again.pk}/erase")
    assert ContactNote.objects.exists()
    client.force_login(ines)
    client.post(f"/c/stick/people/{hal.pk}/notes/{again.pk}/erase")
    assert not ContactNote.objects.exists()


def test_it_is_taken_along_by_its_subject_who_reads_it_when_they_are_gone_from_there(
    client: Client, noted: ContactNote, stick: Community, hal: Person, leila: Person, now: datetime
) -> None:
    leave(person=hal, community=stick, why="", at=now)
    assert WORDS in "".join(words_of(hal, now=timezone.now()))
    assert WORDS not in "".join(words_of(leila, now=timezone.now()))
    client.force_login(hal)
    assert WORDS in client.get("/me/notes").text


@pytest.mark.parametrize("who", ["subject", "writer"])
def test_it_is_gone_with_either(who: str, noted: ContactNote, hal: Person, rosa: Person, ines: Person) -> None:
    erase(person=hal if who == "subject" else ines, withdraw=False)
    assert not ContactNote.objects.exists()


def test_nobody_is_noted_about_who_could_not_read_it(
    stick: Community, ines: Person, hal: Person, unclaimed: Person, stranger: Person
) -> None:
    for person, refused in ((unclaimed, AboutThemselves), (ines, AboutThemselves), (stranger, ElsewhereStanding)):
        with pytest.raises(refused):
            note(by=ines, community=stick, person=person, text=WORDS)
    with pytest.raises(NotASteward):
        note(by=hal, community=stick, person=ines, text=WORDS)
