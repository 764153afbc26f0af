"""Invitations: one person's words, one link, one visit."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.communities.joining.actions.inviting import (
    InvitationGone,
    MayNotInvite,
    TooManyInvitations,
    invitation_behind,
    invite,
    is_proven,
    proof_for,
    take_invitation,
    withdraw_invitation,
)
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Deed, Invitation, Membership
from commonplace.letters.last_looks import may_go
from commonplace.letters.models import Letter
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Person


def test_invitation_opens_the_door_once(hal: Person, stick: Community, stranger: Person, leila: Person) -> None:
    invited = invite(by=hal, community=stick, words="Come", name="Stranger")
    found = invitation_behind(invited.token, now=timezone.now())
    assert found == invited.invitation
    membership = take_invitation(invitation=found, person=stranger, cares_about="loggers")
    assert (membership.standing, membership.cares_about) == ("member", "loggers")
    with pytest.raises(InvitationGone):
        take_invitation(invitation=found, person=leila)
    assert invitation_behind(invited.token, now=timezone.now()) is None


def test_only_a_digest_of_the_token_is_kept(hal: Person, stick: Community) -> None:
    invited = invite(by=hal, community=stick, words="Come")
    assert invited.token not in str(Invitation.objects.values().get())
    assert invitation_behind(invited.token + "a", now=timezone.now()) is None


def test_invitation_runs_out_after_thirty_days(hal: Person, stick: Community, stranger: Person) -> None:
    invited = invite(by=hal, community=stick, words="Come", at=timezone.now() - timedelta(days=31))
    assert invitation_behind(invited.token, now=timezone.now()) is None
    with pytest.raises(InvitationGone):
        take_invitation(invitation=invited.invitation, person=stranger)


def test_withdrawn_invitation_opens_nothing(hal: Person, stick: Community, stranger: Person) -> None:
    invited = invite(by=hal, community=stick, words="Come")
    withdraw_invitation(invitation=invited.invitation)
    assert invitation_behind(invited.token, now=timezone.now()) is None
    with pytest.raises(InvitationGone):
        take_invitation(invitation=invited.invitation, person=stranger)
    with pytest.raises(InvitationGone):
        withdraw_invitation(invitation=invited.invitation)


def test_guests_and_strangers_do_not_invite(stick: Community, stranger: Person, ines: Person) -> None:
    with pytest.raises(MayNotInvite):
        invite(by=stranger, community=stick, words="Come")
    admit(person=stranger, community=stick, standing="guest", until=timezone.now() + timedelta(days=3))
    with pytest.raises(MayNotInvite):
        invite(by=stranger, community=stick, words="Come")


def test_a_double_press_makes_one_invitation_and_one_letter(hal: Person, stick: Community) -> None:
    idempotency_key = uuid4()
    first = invite(by=hal, community=stick, words="Come", address="amara@example.com", idempotency_key=idempotency_key)
    second = invite(by=hal, community=stick, words="Come", address="amara@example.com", idempotency_key=idempotency_key)
    assert first == second
    assert Letter.objects.filter(kind="invitation").count() == 1
    assert Deed.objects.filter(verb="invited", person=hal).count() == 1


def test_nobody_invites_hundreds(hal: Person, stick: Community) -> None:
    for _ in range(40):
        invite(by=hal, community=stick, words="Come")
    with pytest.raises(TooManyInvitations):
        invite(by=hal, community=stick, words="Come")


def test_guest_comes_until_a_day(hal: Person, stick: Community, stranger: Person) -> None:
    until = timezone.now() + timedelta(days=5)
    invited = invite(by=hal, community=stick, words="For the visit", guest_until=until)
    membership = take_invitation(invitation=invited.invitation, person=stranger)
    assert (membership.standing, membership.until) == ("guest", until)


def test_guest_invited_as_a_member_becomes_one(hal: Person, stick: Community, stranger: Person) -> None:
    admit(person=stranger, community=stick, standing="guest", until=timezone.now() + timedelta(days=3))
    people = Community.objects.get(pk=stick.pk).people_count
    take_invitation(invitation=invite(by=hal, community=stick, words="Stay").invitation, person=stranger)
    membership = Membership.objects.get(person=stranger)
    assert (membership.standing, membership.until) == ("member", None)
    assert Community.objects.get(pk=stick.pk).people_count == people


def test_only_the_letter_proves_the_address(hal: Person, stick: Community) -> None:
    invited = invite(by=hal, community=stick, words="Come", address="amara@example.com")
    letter = Letter.objects.get(kind="invitation")
    assert letter.to == "amara@example.com"
    assert f"{invited.url}?by={proof_for(invited.invitation)}" in letter.text
    assert proof_for(invited.invitation) not in invited.url
    assert is_proven(invited.invitation, proof_for(invited.invitation))
    assert not is_proven(invited.invitation, "")
    other = invite(by=hal, community=stick, words="Come", address="other@example.com").invitation
    assert not is_proven(other, proof_for(invited.invitation))
    assert not is_proven(invite(by=hal, community=stick, words="Come").invitation, "")


def test_what_happened_long_ago_sends_no_letter(hal: Person, stick: Community) -> None:
    invite(by=hal, community=stick, words="Come", address="amara@example.com", at=timezone.now() - timedelta(days=2))
    assert Letter.objects.count() == 0


def test_page_shows_the_link_once(client: Client, hal: Person, stick: Community) -> None:
    client.force_login(hal)
    page = reverse("invitations", args=["stick"])
    said = {"words": "You have twelve loggers.", "name": "Amara", "idempotency_key": str(uuid4())}
    answer = client.post(page, said)
    url = answer.context["invited"].url
    assert url in answer.content.decode()
    assert url not in client.get(page).content.decode()
    assert client.post(page, said).context["invited"].url == url
    assert Invitation.objects.count() == 1


def test_page_gives_words_back(client: Client, hal: Person, stick: Community) -> None:
    client.force_login(hal)
    said = {"words": "Kept words", "address": "not an address", "guest_until": "2001-01-01"}
    answer = client.post(reverse("invitations", args=["stick"]), said)
    assert answer.status_code == 422
    assert "Kept words" in answer.content.decode()
    assert set(answer.context["form"].errors) == {"address", "guest_until"}


def test_members_see_their_own_invitations_and_stewards_all(
    client: Client, hal: Person, ines: Person, leila: Person, stick: Community
) -> None:
    invitation = invite(by=hal, community=stick, words="Come", name="Unmistakable Guest").invitation
    page = reverse("invitations", args=["stick"])
    for person, sees in ((hal, True), (ines, True), (leila, False)):
        client.force_login(person)
        assert ("Unmistakable Guest" in client.get(page).content.decode()) is sees
    assert client.post(reverse("invitation_withdrawal", args=["stick", invitation.pk])).status_code == 404
    client.force_login(hal)
    client.post(reverse("invitation_withdrawal", args=["stick", invitation.pk]))
    assert Invitation.objects.get().withdrawn_at is not None


def test_strangers_and_guests_find_no_invitations(client: Client, stranger: Person, stick: Community) -> None:
    page = reverse("invitations", args=["stick"])
    assert client.get(page).status_code == 302
    client.force_login(stranger)
    assert client.get(page).status_code == 404
    admit(person=stranger, community=stick, standing="guest", until=timezone.now() + timedelta(days=3))
    assert client.get(page).status_code == 404


def test_invitations_cost_few_queries(
    client: Client, hal: Person, stick: Community, django_assert_max_num_queries
) -> None:
    for number in range(12):
        invite(by=hal, community=stick, words="Come", name=f"Guest {number}")
    client.force_login(hal)
    with django_assert_max_num_queries(12):
        client.get(reverse("invitations", args=["stick"]))


def test_a_letter_whose_link_opens_nothing_any_more_does_not_go(hal: Person, stick: Community) -> None:
    kept = invite(by=hal, community=stick, words="Come", address="amara@example.com").invitation
    gone = invite(by=hal, community=stick, words="Come", address="other@example.com").invitation
    withdraw_invitation(invitation=gone)
    letters = {letter.to: letter for letter in Letter.objects.filter(kind="invitation")}
    assert may_go(letters[kept.address])
    assert not may_go(letters[gone.address])


def test_nothing_that_waits_names_who_was_erased(hal: Person, ines: Person, stick: Community) -> None:
    invite(by=hal, community=stick, words="Come", address="amara@example.com")
    invite(by=ines, community=stick, words="Come", address="other@example.com")
    erase(person=hal, withdraw=False)
    assert [letter.to for letter in Letter.objects.filter(kind="invitation")] == ["other@example.com"]
