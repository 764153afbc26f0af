"""A guest who asks to stay is one person and listed once: among those here, and in what waits for stewards."""

from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.communities.inbox import needs_from, waiting_for
from commonplace.communities.joining.actions.asking import ask_to_join
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import Standing
from commonplace.communities.viewpoint import Viewpoint
from commonplace.people.models import Affiliation, Person
from commonplace.web.today import people_of

STAYS = "Stranger Ng would like to stay as a member."
ASKS = "Stranger Ng asks to come in."


@pytest.fixture
def guest(stick: Community, stranger: Person) -> Person:
    """Came in ten days ago for a month, works in two places, and asks to stay."""
    now = timezone.now()
    admit(
        person=stranger,
        community=stick,
        standing=Standing.GUEST,
        until=now + timedelta(days=20),
        cares_about="Frost",
        at=now - timedelta(days=10),
    )
    for organisation in ("Tramways", "Frost Institute"):
        Affiliation.objects.create(person=stranger, organisation=organisation, is_main=organisation == "Tramways")
    ask_to_join(person=stranger, community=stick, cares_about="Frost under trams")
    return stranger


def needs_of(person: Person) -> list[str]:
    standings = list(Membership.objects.current().filter(person=person).select_related("community"))
    waiting = waiting_for(person, standings, now=timezone.now() + timedelta(minutes=1))
    return [need.title for need in needs_from(waiting, {one.community_id: one for one in standings}, person)]


def test_a_guest_who_asks_to_stay_waits_once(guest: Person, ines: Person, hal: Person) -> None:
    assert [title for title in needs_of(ines) if title in (STAYS, ASKS)] == [STAYS]
    assert needs_of(hal) == []


def test_whose_time_ran_out_asks_to_come_in_once(guest: Person, ines: Person) -> None:
    Membership.objects.filter(person=guest).update(until=timezone.now() - timedelta(days=1))
    assert [title for title in needs_of(ines) if title in (STAYS, ASKS)] == [ASKS]


def test_a_member_elsewhere_is_no_guest_here(guest: Person, ines: Person, someone, stick: Community) -> None:
    """Being a guest of one community says nothing at the door of another."""
    other = someone("Wanjiru Mwangi")
    ask_to_join(person=other, community=stick, cares_about="Trams")
    found = Counter(needs_of(ines))
    assert (found[STAYS], found["Wanjiru Mwangi asks to come in."]) == (1, 1)
    assert found["Wanjiru Mwangi would like to stay as a member."] == 0


def test_a_guest_stands_once_on_each_list(client: Client, guest: Person, ines: Person, stick: Community) -> None:
    client.force_login(ines)
    for page in (
        reverse("people", args=["stick"]),
        reverse("people", args=["stick"]) + "?who=arrived",
        reverse("people", args=["stick"]) + "?q=frost",
        reverse("people", args=["stick"]) + "?q=stranger+frost",
    ):
        lines = client.get(page).context["lines"]
        assert [line.membership.person for line in lines].count(guest) == 1, page
    lines = client.get(reverse("settings_members", args=["stick"])).context["lines"]
    assert [row.person for row, _, _ in lines].count(guest) == 1


def test_a_guest_has_come_in_once(guest: Person, ines: Person, stick: Community) -> None:
    arrived, tending = people_of(Viewpoint(ines, stick, Membership.objects.get(person=ines)), now=timezone.now())
    assert [one.byline.name for one in arrived] == ["Stranger Ng"]
    assert [one.byline.name for one in tending] == ["Inês Baptista"]


def test_a_steward_who_has_just_come_in_tends_and_has_not_arrived(
    guest: Person, ines: Person, stick: Community, someone
) -> None:
    new = someone("Odile Marchand")
    admit(person=new, community=stick, standing=Standing.STEWARD)
    arrived, tending = people_of(Viewpoint(ines, stick, Membership.objects.get(person=ines)), now=timezone.now())
    assert [one.byline.name for one in arrived] == ["Stranger Ng"]
    assert [one.byline.name for one in tending] == ["Inês Baptista", "Odile Marchand"]
