"""Whose address it is decides what goes with somebody: what one only typed takes nothing away from whoever has it."""

from allauth.account.models import EmailAddress
from django.utils import timezone

from commonplace.communities.joining.actions.inviting import invite
from commonplace.communities.models import Community, Invitation
from commonplace.letters.actions import post
from commonplace.letters.models import Letter
from commonplace.people.actions import register
from commonplace.people.actions.erasing import erase
from commonplace.people.actions.remembering import Remembered, remember
from commonplace.people.models import ArchiveAddress, Person

VICTIM = "nour@example.net"


def test_a_name_of_an_archive_that_they_never_took_has_their_address_no_more(hal: Person, leila: Person) -> None:
    wrote = Remembered("H. Brennan", timezone.now(), ("hal@example.org", "brennan@example.net"))
    (old,) = remember(people=[wrote])
    erase(person=leila, withdraw=False)
    assert ArchiveAddress.objects.filter(person=old).count() == 2
    erase(person=hal, withdraw=False)
    assert list(ArchiveAddress.objects.values_list("address", flat=True)) == ["brennan@example.net"]
    assert Person.objects.filter(pk=old.pk, name="H. Brennan").exists()


def test_whoever_types_anothers_address_and_goes_takes_nothing_of_theirs_along(ines: Person, stick: Community) -> None:
    """A stranger makes an account with an address that is not theirs, and has it erased."""
    invited = invite(by=ines, community=stick, words="Come.", name="Nour", address=VICTIM).invitation
    (old,) = remember(people=[Remembered("Nour Aziz", timezone.now(), (VICTIM,))])
    waiting = Letter.objects.get(to=VICTIM)
    gone = post(to=VICTIM, kind="code", subject="123456 is your code", text="123456")
    Letter.objects.filter(pk=gone.pk).update(sent_at=timezone.now())
    thief = register(name="Thief Oakes", address=VICTIM, is_confirmed=False)
    erase(person=thief, withdraw=True)
    assert not EmailAddress.objects.filter(email=VICTIM).exists()
    assert Invitation.objects.get(pk=invited.pk).address == VICTIM
    assert ArchiveAddress.objects.get(person=old).address == VICTIM
    assert list(Letter.objects.values_list("pk", "given_up_at")) == [(waiting.pk, None)]
