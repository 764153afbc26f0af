"""Leaving, one's pace, and a hello to whoever has come in."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.communities.joining import queries as arrivals
from commonplace.communities.joining.actions.greeting import NotBesideThem, greet
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.membership.actions.leaving import LastSteward, NotIn, change_pace, leave
from commonplace.communities.models import Community, Deed, Greeting, Membership, Role, Space, SpaceSeat
from commonplace.letters.models import Letter
from commonplace.people.models import Person


def test_leaving_ends_seats_and_roles_and_the_door_stays_open(
    hal: Person, ines: Person, stick: Community, circle: Space
) -> None:
    membership = Membership.objects.get(person=hal)
    Role.objects.create(membership=membership, name="digest")
    SpaceSeat.objects.create(space=circle, person=hal)
    people = Community.objects.get(pk=stick.pk).people_count
    leave(person=hal, community=stick, why="A year in the field")
    assert Membership.objects.get(person=hal).standing == "alumnus"
    assert SpaceSeat.objects.filter(person=hal).count() == 0
    assert Role.objects.get().until is not None
    assert Community.objects.get(pk=stick.pk).people_count == people - 1
    with pytest.raises(NotIn):
        leave(person=hal, community=stick)
    admit(person=hal, community=stick)
    assert list(Deed.objects.filter(person=hal).order_by("pk").values_list("verb", flat=True)) == [
        "joined",
        "left",
        "returned",
    ]


def test_last_steward_stays(client: Client, ines: Person, stick: Community) -> None:
    with pytest.raises(LastSteward):
        leave(person=ines, community=stick)
    client.force_login(ines)
    assert "You are the last who tends it" in client.get(reverse("leaving", args=["stick"])).content.decode()


def test_leaving_is_one_page(client: Client, hal: Person, stick: Community) -> None:
    client.force_login(hal)
    page = reverse("leaving", args=["stick"])
    assert client.get(page).status_code == 200
    assert client.post(page, {"why": ""}).headers["Location"] == reverse("home")
    assert client.get(page).status_code == 404


def test_pace_is_ones_own(client: Client, hal: Person, stick: Community, stranger: Person) -> None:
    client.force_login(hal)
    client.post(reverse("pace", args=["stick"]), {"pace": "follow"})
    assert Membership.objects.get(person=hal).pace == "follow"
    client.post(reverse("pace", args=["stick"]), {"pace": "madly"})
    assert Membership.objects.get(person=hal).pace == "follow"
    with pytest.raises(NotIn):
        change_pace(person=stranger, community=stick, pace="follow")


def test_hello_is_said_once_and_reaches_by_letter(hal: Person, amara: Person, stick: Community) -> None:
    membership = Membership.objects.get(person=amara)
    assert list(arrivals.not_greeted(stick, now=timezone.now())) == [membership]
    first = greet(by=hal, membership=membership, words="Glad you are here")
    second = greet(by=hal, membership=membership, words="Again")
    assert first == second
    deed = Deed.objects.get(verb="welcomed")
    assert (deed.person, deed.towards) == (hal, amara)
    assert "Glad you are here" in Letter.objects.get(kind="hello").text
    assert list(arrivals.not_greeted(stick, now=timezone.now())) == []


def test_nobody_greets_themselves_or_from_outside(amara: Person, stranger: Person) -> None:
    membership = Membership.objects.get(person=amara)
    for by in (amara, stranger):
        with pytest.raises(NotBesideThem):
            greet(by=by, membership=membership, words="Hello")


def test_hello_page(client: Client, hal: Person, amara: Person, stick: Community, stranger: Person) -> None:
    page = reverse("hello", args=["stick", amara.pk])
    client.force_login(stranger)
    assert client.get(page).status_code == 404
    client.force_login(amara)
    assert client.get(page).status_code == 404
    client.force_login(hal)
    assert "leaks" in client.get(page).content.decode()
    assert client.post(page, {"words": ""}).status_code == 422
    client.post(page, {"words": "Come and listen"})
    assert Greeting.objects.get().words == "Come and listen"
    assert client.get(reverse("hello", args=["stick", stranger.pk])).status_code == 404
