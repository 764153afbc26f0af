"""A guest asks to stay as a member: where the door is open, on request, and by invitation."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.communities.doors import Visibility
from commonplace.communities.joining.actions.asking import ByInvitationOnly, answer_request, ask_to_join
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.membership.actions.standing import make_member
from commonplace.communities.models import Community, Deed, JoinRequest, Membership
from commonplace.communities.standing import Standing
from commonplace.letters.models import Letter
from commonplace.people.models import Person

JOIN = "/c/stick/join"


@pytest.fixture
def guest(stick: Community, stranger: Person) -> Person:
    """In for two weeks."""
    until = timezone.now() + timedelta(days=14)
    admit(person=stranger, community=stick, standing=Standing.GUEST, until=until, cares_about="Frost")
    return stranger


def joined_by(community: Community, way: str) -> None:
    Community.objects.filter(pk=community.pk).update(joining=way)
    community.refresh_from_db()


def standing(person: Person) -> tuple[str, bool]:
    place = Membership.objects.get(person=person)
    return place.standing, place.until is None


def pages(client: Client, person: Person) -> list[str]:
    """Where their standing is shown: About, their page here, their own list."""
    client.force_login(person)
    wanted = (reverse("about", args=["stick"]), reverse("person", args=["stick", person.pk]), reverse("my_communities"))
    return [client.get(page).content.decode() for page in wanted]


def test_where_the_door_is_open_a_guest_stays_at_once(client: Client, guest: Person, stick: Community) -> None:
    joined_by(stick, "open")
    people = stick.people_count
    assert [f'href="{JOIN}"' in page and "Become a member" in page for page in pages(client, guest)] == [True] * 3
    assert "Frost" in client.get(JOIN).content.decode()
    answer = client.post(JOIN, {"cares_about": "Frost under trams"}, follow=True)
    assert "You are a member now" in answer.content.decode()
    assert standing(guest) == ("member", True)
    assert Membership.objects.get(person=guest).cares_about == "Frost under trams"
    assert Community.objects.get(pk=stick.pk).people_count == people
    assert client.get(JOIN).headers["Location"] == reverse("community", args=["stick"])
    assert [f'href="{JOIN}"' in page for page in pages(client, guest)] == [False] * 3


def test_on_request_stewards_read_the_line_and_say_yes(
    client: Client, guest: Person, stick: Community, ines: Person
) -> None:
    assert [f'href="{JOIN}"' in page and "Ask to become a member" in page for page in pages(client, guest)] == [
        True
    ] * 3
    assert "You remain a guest meanwhile" in client.post(JOIN, {"cares_about": "Frost"}, follow=True).content.decode()
    assert standing(guest) == ("guest", False)
    client.force_login(ines)
    assert (
        "Stranger Ng would like to stay as a member."
        in client.get(reverse("community", args=["stick"])).content.decode()
    )
    door = client.get(reverse("join_requests", args=["stick"])).content.decode()
    assert [
        word
        for word in ('<q dir="auto">Frost</q>', "who would like to stay as a member", "Make them a member")
        if word not in door
    ] == []
    asked = JoinRequest.objects.get()
    said = {f"{asked.pk}-words": "Gladly", f"{asked.pk}-accept": "yes"}
    client.post(reverse("join_request", args=["stick", asked.pk]), said)
    assert standing(guest) == ("member", True)
    letter = Letter.objects.get(kind="joining")
    assert (letter.subject, "Gladly" in letter.text) == ("You are a member: The Listening Stick", True)
    assert list(Deed.objects.filter(person=guest).values_list("verb", flat=True)) == ["joined", "joined"]


def test_a_no_leaves_a_guest_a_guest(guest: Person, stick: Community, ines: Person) -> None:
    asked = ask_to_join(person=guest, community=stick, cares_about="Frost")
    assert isinstance(asked, JoinRequest)
    answer_request(by=ines, request=asked, accept=False, words="After the season")
    assert standing(guest) == ("guest", False)
    assert "You remain its guest" in Letter.objects.get(kind="joining").text


def test_where_members_invite_a_guest_is_told_so(client: Client, guest: Person, stick: Community) -> None:
    joined_by(stick, "invitation")
    assert [f'href="{JOIN}"' in page for page in pages(client, guest)] == [False] * 3
    assert "guests neither" in client.get(JOIN).content.decode()
    client.post(JOIN, {"cares_about": "Frost"})
    assert standing(guest) == ("guest", False)
    with pytest.raises(ByInvitationOnly):
        ask_to_join(person=guest, community=stick, cares_about="Frost")


def test_nobody_waits_who_was_made_a_member_or_left(guest: Person, stick: Community, ines: Person, hal: Person) -> None:
    ask_to_join(person=guest, community=stick, cares_about="Frost")
    make_member(by=ines, membership=Membership.objects.get(person=guest))
    assert JoinRequest.objects.get().accepted is True
    Membership.objects.filter(person=hal).update(standing="guest")
    ask_to_join(person=hal, community=stick, cares_about="Trams")
    leave(person=hal, community=stick)
    assert JoinRequest.objects.filter(answered_at__isnull=True).count() == 0


def test_guest_of_a_private_community_may_take_the_question_back(
    client: Client, guest: Person, stick: Community
) -> None:
    stick.visibility = Visibility.PRIVATE
    stick.save()
    client.force_login(guest)
    client.post(JOIN, {"cares_about": "Frost"})
    assert client.post(reverse("join_withdrawal", args=["stick"])).headers["Location"] == JOIN
    assert standing(guest) == ("guest", False)


def test_whose_time_ran_out_asks_as_anyone_does(client: Client, guest: Person, stick: Community, ines: Person) -> None:
    Membership.objects.filter(person=guest).update(until=timezone.now() - timedelta(days=1))
    client.force_login(guest)
    client.post(JOIN, {"cares_about": "Frost"})
    answer_request(by=ines, request=JoinRequest.objects.get(), accept=True, words="Come back")
    assert standing(guest) == ("member", True)
    assert Letter.objects.get(kind="joining").subject == "You are in: The Listening Stick"
