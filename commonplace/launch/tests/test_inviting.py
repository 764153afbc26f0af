"""Whoever was spoken with is asked in by their own words, once; and what they erase is in no letter either."""

from dataclasses import replace

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from commonplace.communities.joining.actions.inviting import take_invitation
from commonplace.communities.models import Invitation
from commonplace.launch.actions import interviewing, inviting
from commonplace.launch.actions.interviewing import Said, write_down
from commonplace.launch.actions.inviting import ask_in
from commonplace.launch.models import Interview, Launch
from commonplace.letters.models import Letter
from commonplace.people.models import Person

SAID = Said(agreed=True, hard="Holidays. If I go, it stops.", name="Osagie", address="osagie@example.org")
PAGE = "/c/stick/launch/interviews/"


@pytest.fixture
def osagie(launch: Launch, hal: Person) -> Interview:
    return write_down(by=hal, launch=launch, said=replace(SAID, on=timezone.localdate()))


def test_the_letter_has_their_own_words(client: Client, osagie: Interview, hal: Person) -> None:
    client.force_login(hal)
    page = client.get(f"{PAGE}{osagie.pk}/asking")
    words = page.context["form"].initial["words"]
    assert "“Holidays. If I go, it stops.”" in words
    there = client.post(f"{PAGE}{osagie.pk}/asking", {"words": words}).headers["Location"]
    assert there == f"{PAGE}{osagie.pk}#asking"
    made = Invitation.objects.get()
    assert (made.address, made.by, Interview.objects.get().invitation) == ("osagie@example.org", hal, made)
    assert "If I go, it stops." in Letter.objects.get(kind="invitation").text


def test_asked_in_twice_is_one_letter(osagie: Interview, hal: Person) -> None:
    ask_in(by=hal, interview=osagie, words="Come.")
    with pytest.raises(inviting.WasInvited):
        ask_in(by=hal, interview=osagie, words="Do come.")
    assert Letter.objects.filter(kind="invitation").count() == 1


def test_whoever_is_inside_already_is_not_written_to(
    client: Client, osagie: Interview, hal: Person, tomasz: Person
) -> None:
    EmailAddress.objects.filter(user=tomasz).update(email="osagie@example.org")
    with pytest.raises(inviting.AlreadyIn):
        ask_in(by=hal, interview=osagie, words="Come.")
    client.force_login(hal)
    answer = client.post(f"{PAGE}{osagie.pk}/asking", {"words": "Come."}, follow=True)
    assert "They are inside already. Nothing was sent." in answer.content.decode()
    assert not Invitation.objects.exists()


def test_whoever_gave_no_address_is_not_written_to(launch: Launch, hal: Person, tomasz: Person) -> None:
    nameless = write_down(by=hal, launch=launch, said=Said(agreed=True, about="Somebody", hard="x"))
    with pytest.raises(inviting.NoAddress):
        ask_in(by=hal, interview=nameless, words="Come.")
    with pytest.raises(inviting.NotAStarter):
        ask_in(by=tomasz, interview=nameless, words="Come.")


def test_an_address_in_the_words_is_given_back(client: Client, osagie: Interview, hal: Person) -> None:
    client.force_login(hal)
    answer = client.post(f"{PAGE}{osagie.pk}/asking", {"words": "See https://pumps.example"})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"words"})
    assert not Invitation.objects.exists()


def test_what_they_erase_is_in_no_invitation_either(osagie: Interview, hal: Person) -> None:
    ask_in(by=hal, interview=osagie, words="You said: Holidays.")
    interviewing.erase_mine(interview=osagie)
    assert (Interview.objects.exists(), Invitation.objects.exists()) == (False, False)


def test_what_they_erase_after_they_came_in_leaves_them_inside(
    osagie: Interview, hal: Person, stranger: Person
) -> None:
    made = ask_in(by=hal, interview=osagie, words="You said: Holidays.")
    take_invitation(invitation=made, person=stranger)
    with pytest.raises(inviting.WasInvited):
        ask_in(by=hal, interview=osagie, words="Again.")
    interviewing.erase_mine(interview=osagie)
    assert not Interview.objects.exists()
    assert (Invitation.objects.get().words, Invitation.objects.get().taken_by) == ("", stranger)


def test_the_kit_is_every_members(client: Client, launch: Launch, tomasz: Person, stranger: Person) -> None:
    for person, status in ((tomasz, 200), (stranger, 404)):
        client.force_login(person)
        assert client.get("/c/stick/launch/kit").status_code == status
