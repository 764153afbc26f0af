"""Whoever sponsors a community from outside: asked by one press, to read no talk; and inside, in the open."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from commonplace.communities.audience import audience_inside, audience_of_space
from commonplace.communities.doors import SpaceVisibility, Visibility
from commonplace.communities.founding.actions import found
from commonplace.communities.joining.actions.asking import ask_to_join
from commonplace.communities.joining.actions.inviting import (
    InvitationGone,
    Invited,
    MayNotInvite,
    invite,
    take_invitation,
)
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.membership.actions.leaving import NotIn, leave
from commonplace.communities.membership.actions.sponsoring import NotSponsoring, become_sponsor, end_sponsoring
from commonplace.communities.membership.actions.standing import ElsewhereStanding, make_member, make_steward
from commonplace.communities.models import Community, Membership, Role, Space
from commonplace.communities.spaces.actions import open_space
from commonplace.communities.standing import Standing
from commonplace.communities.viewpoint import Viewpoint, look
from commonplace.letters.models import Letter
from commonplace.people.actions import register
from commonplace.people.merging import merge
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines() -> Person:
    return register(name="Inês Duarte", address="ines@example.org", is_confirmed=True)


@pytest.fixture
def hanna() -> Person:
    return register(name="Hanna Board", address="hanna@example.org", is_confirmed=True)


@pytest.fixture
def ward(ines: Person) -> Community:
    return found(by=ines, name="Night Ward", slug="ward", domain="Nights", visibility=Visibility.PRIVATE)


def asked(ward: Community, by: Person, **changed: object) -> Invited:
    return invite(by=by, community=ward, words="Stand by us.", as_sponsor=True, **changed)  # type: ignore[arg-type]


def test_a_sponsor_knows_of_it_and_reads_no_talk(ward: Community, hanna: Person, ines: Person) -> None:
    space = open_space(community=ward, slug="talk", name="Talk", visibility=SpaceVisibility.MEMBERS)
    membership = take_invitation(invitation=asked(ward, ines).invitation, person=hanna)
    assert membership.standing == Standing.SPONSOR
    assert list(Community.objects.visible_to(hanna)) == [ward]
    assert list(Community.objects.open_to(hanna)) == []
    assert list(Space.objects.visible_to(hanna)) == []
    assert list(Membership.objects.visible_to(hanna)) == []
    assert not Space.objects.writable_by(hanna).filter(pk=space.pk).exists()
    ward.refresh_from_db()
    assert ward.people_count == 1


def test_the_sponsors_page_opens_to_sponsors_and_members_and_not_to_guests(
    ward: Community, hanna: Person, ines: Person
) -> None:
    guest = register(name="Gast", address="gast@example.org", is_confirmed=True)
    admit(person=guest, community=ward, standing=Standing.GUEST, until=timezone.now() + timedelta(days=3))
    become_sponsor(person=hanna, community=ward)
    opens = Community.objects.whose_sponsors_page_opens_to
    assert [list(opens(one)) for one in (hanna, ines, guest, None)] == [[ward], [ward], [], []]
    assert look(hanna, "ward", inside=False).may_read_sponsors_page
    assert look(ines, "ward").may_read_sponsors_page
    assert not look(guest, "ward").may_read_sponsors_page


def test_members_do_not_invite_sponsors(ward: Community, hanna: Person) -> None:
    admit(person=hanna, community=ward)
    with pytest.raises(MayNotInvite):
        asked(ward, hanna)


def test_the_invitation_opens_nothing_once_its_steward_tends_no_more(
    ward: Community, hanna: Person, ines: Person
) -> None:
    invited = asked(ward, ines)
    other = admit(person=register(name="Oto", address="oto@example.org", is_confirmed=True), community=ward)
    make_steward(by=ines, membership=other)
    make_member(by=other.person, membership=Membership.objects.get(person=ines))
    with pytest.raises(InvitationGone):
        take_invitation(invitation=invited.invitation, person=hanna)


def test_a_member_who_is_asked_gets_the_role_and_stays_a_member(ward: Community, hanna: Person, ines: Person) -> None:
    admit(person=hanna, community=ward)
    membership = take_invitation(invitation=asked(ward, ines).invitation, person=hanna)
    assert membership.standing == Standing.MEMBER
    assert Role.objects.sponsoring().get().membership == membership
    become_sponsor(person=hanna, community=ward)
    assert Role.objects.sponsoring().count() == 1


def test_a_sponsor_who_joins_sponsors_inside(ward: Community, hanna: Person, ines: Person) -> None:
    Community.objects.filter(pk=ward.pk).update(joining="open")
    become_sponsor(person=hanna, community=ward, at=timezone.now() - timedelta(days=90))
    standing = ask_to_join(person=hanna, community=ward, cares_about="The nights.")
    assert isinstance(standing, Membership)
    assert (standing.standing, standing.joined_at.date()) == (Standing.MEMBER, timezone.now().date())
    assert Role.objects.sponsoring().get().membership.person == hanna
    ward.refresh_from_db()
    assert ward.people_count == 2
    leave(person=hanna, community=ward)
    assert not Role.objects.sponsoring().exclude(until=timezone.localdate()).exists()


def test_every_composer_says_how_many_sponsors_read(ward: Community, hanna: Person, ines: Person) -> None:
    def said() -> str:
        return audience_inside(look(ines, "ward")).sponsors

    assert said() == ""
    become_sponsor(person=hanna, community=ward)
    assert said() == "No sponsor can read this."
    assert "Hanna" not in audience_inside(look(ines, "ward")).sentence
    admit(person=hanna, community=ward)
    assert said() == "1 sponsor can read this."
    neutral = open_space(community=ward, slug="n", name="N", visibility=SpaceVisibility.NEUTRAL)
    group = open_space(community=ward, slug="g", name="G", visibility=SpaceVisibility.GROUP, seats=[ines])
    here = look(ines, "ward")
    assert [audience_of_space(one, here).sponsors for one in (neutral, group)] == ["", "No sponsor can read this."]


def test_what_anyone_reads_sponsors_outside_read(ward: Community, hanna: Person, ines: Person) -> None:
    Community.objects.filter(pk=ward.pk).update(visibility=Visibility.LISTED)
    window = open_space(community=ward, slug="w", name="W", visibility=SpaceVisibility.PUBLIC)
    become_sponsor(person=hanna, community=ward)
    assert audience_of_space(window, look(ines, "ward")).sponsors == "1 sponsor can read this."


def test_a_sponsor_or_a_steward_ends_it(ward: Community, hanna: Person, ines: Person) -> None:
    membership = become_sponsor(person=hanna, community=ward)
    end_sponsoring(by=hanna, membership=membership)
    assert not Community.objects.visible_to(hanna).exists()
    with pytest.raises(NotSponsoring):
        end_sponsoring(by=ines, membership=membership, words="Thank you.")
    again = become_sponsor(person=hanna, community=ward)
    assert again.pk == membership.pk
    end_sponsoring(by=ines, membership=again, words="Thank you for three years.")
    assert "Thank you for three years." in Letter.objects.get(kind="standing").text
    assert not Community.objects.visible_to(hanna).exists()


def test_no_steward_makes_one_outside_a_member_by_the_way(ward: Community, hanna: Person, ines: Person) -> None:
    membership = become_sponsor(person=hanna, community=ward)
    with pytest.raises(ElsewhereStanding):
        make_steward(by=ines, membership=membership)
    with pytest.raises(NotIn):
        leave(person=hanna, community=ward)


def test_two_persons_of_whom_one_sponsors_it_become_one_who_sponsors_inside(
    ward: Community, hanna: Person, ines: Person
) -> None:
    other = register(name="Hanna B.", address="hanna@example.com", is_confirmed=True)
    become_sponsor(person=hanna, community=ward)
    admit(person=other, community=ward)
    merge(kept=hanna, other=other, why="One and the same.")
    assert Membership.objects.get(person=hanna, community=ward).standing == Standing.MEMBER
    assert Role.objects.sponsoring().get().membership.person == hanna


def test_by_one_press_from_the_letter(ward: Community, ines: Person, client: Client) -> None:
    invited = asked(ward, ines, address="odile@example.org")
    assert mail.outbox == [] or "sponsor" in mail.outbox[-1].subject
    page = client.get(invited.url)
    assert "none of its talk" in page.content.decode()
    posted = client.post(invited.url, {"name": "Odile", "address": "odile@example.org"}, follow=True)
    assert "You sponsor this community" in posted.content.decode()
    odile = Person.objects.get(name="Odile")
    assert Membership.objects.get(person=odile).standing == Standing.SPONSOR
    assert client.get("/c/ward/people/").status_code == 404
    assert "Night Ward" in client.get("/communities").content.decode()
    assert client.post("/c/ward/sponsoring/end", follow=True).status_code == 200
    assert client.get("/c/ward/about").status_code == 404


def test_stewards_see_who_sponsors_and_end_it_with_a_line(
    ward: Community, hanna: Person, ines: Person, client: Client
) -> None:
    membership = become_sponsor(person=hanna, community=ward)
    client.force_login(ines)
    page = "/c/ward/settings/sponsors/"
    assert "Hanna Board" in client.get(page).content.decode()
    made = client.post(page, {"words": "Would you?", "name": "Odile"})
    assert made.status_code == 200
    assert "The invitation is made" in made.content.decode()
    assert client.post(f"{page}{membership.pk}", {}).status_code == 422
    ended = client.post(f"{page}{membership.pk}", {f"{membership.pk}-words": "Thank you."}, follow=True)
    assert "It ends today" in ended.content.decode()
    client.force_login(hanna)
    assert client.get(page).status_code == 404


def test_a_viewpoint_built_by_hand_is_no_sponsors(ward: Community, hanna: Person) -> None:
    become_sponsor(person=hanna, community=ward)
    assert not Viewpoint(hanna, ward, None).may_read_sponsors_page
