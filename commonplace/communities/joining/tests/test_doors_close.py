"""A door closes with the right to open it: its maker tends no longer, or is not here any more."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.joining.actions.inviting import (
    InvitationGone,
    Whom,
    invitation_behind,
    invite,
    invite_many,
    take_invitation,
)
from commonplace.communities.joining.actions.linking import Opened, open_link
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.membership.actions.standing import make_member, make_steward, remove
from commonplace.communities.models import Community, Membership
from commonplace.people.models import Person

LINKS, INVITATIONS = "/c/stick/invitations/links/", "/c/stick/invitations/"


def place_of(person: Person) -> Membership:
    return Membership.objects.get(person=person)


def is_open(token: str) -> bool:
    return invitation_behind(token, now=timezone.now()) is not None


@pytest.fixture
def hals(rosa: Person, hal: Person, stick: Community) -> Opened:
    """A link that a second steward opened for a group."""
    make_steward(by=rosa, membership=place_of(hal))
    ends_at = timezone.now() + timedelta(days=7)
    return open_link(by=hal, community=stick, words="Come, all of you", places=9, ends_at=ends_at)


def become_member(rosa: Person, hal: Person) -> None:
    make_member(by=rosa, membership=place_of(hal))


def be_shown_out(rosa: Person, hal: Person) -> None:
    remove(by=rosa, membership=place_of(hal), words="It did not go on.")


def go(rosa: Person, hal: Person) -> None:
    leave(person=hal, community=place_of(hal).community)


@pytest.mark.parametrize("lose", [become_member, be_shown_out, go])
def test_link_for_a_group_closes_when_its_maker_does_not_tend(
    hals: Opened, rosa: Person, hal: Person, stranger: Person, client: Client, lose: Callable[[Person, Person], None]
) -> None:
    found = invitation_behind(hals.token, now=timezone.now())
    assert found is not None
    lose(rosa, hal)
    assert not is_open(hals.token)
    with pytest.raises(InvitationGone):
        take_invitation(invitation=found, person=stranger)
    assert not Membership.objects.filter(person=stranger).exists()
    assert client.get(f"/in/{hals.token}").status_code == 410
    client.force_login(rosa)
    page = " ".join(client.get(LINKS).text.split())
    assert ("opens nothing" in page, f"{hal.name} does not tend this community any more" in page) == (True, True)


def test_it_opens_again_with_the_right(hals: Opened, rosa: Person, hal: Person, client: Client) -> None:
    become_member(rosa, hal)
    make_steward(by=rosa, membership=place_of(hal))
    assert is_open(hals.token)
    client.force_login(rosa)
    assert "opens nothing" not in client.get(LINKS).text


@pytest.mark.parametrize(("lose", "stays"), [(become_member, True), (be_shown_out, False), (go, False)])
def test_invitation_closes_when_whoever_made_it_is_not_here(
    hals: Opened, rosa: Person, hal: Person, stick: Community, stranger: Person, client: Client,
    lose: Callable[[Person, Person], None], stays: bool,
) -> None:  # fmt: skip
    invited = invite(by=hal, community=stick, words="Come", name="Wren")
    found = invitation_behind(invited.token, now=timezone.now())
    assert found is not None
    lose(rosa, hal)
    assert is_open(invited.token) is stays
    client.force_login(rosa)
    assert ("is not here any more" not in client.get(INVITATIONS).text) is stays
    if not stays:
        with pytest.raises(InvitationGone):
            take_invitation(invitation=found, person=stranger)


def test_whoever_held_a_closed_one_may_be_invited_by_another(
    hals: Opened, rosa: Person, hal: Person, stick: Community
) -> None:
    invite(by=hal, community=stick, words="Come", address="wren@example.org")
    asked = {"by": rosa, "community": stick, "words": "Come", "whom": [Whom("wren@example.org", "")]}
    assert len(invite_many(**asked, idempotency_key=uuid4())) == 0
    go(rosa, hal)
    assert len(invite_many(**asked, idempotency_key=uuid4())) == 1
