"""The reason someone gave on leaving: for the stewards, and forgotten when they come back."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.communities.joining.actions.asking import ask_to_join
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.membership.actions.standing import remove
from commonplace.communities.models import Community, Membership
from commonplace.people.models import Person

WHY = "My unit was dissolved"


@pytest.fixture
def gone(hal: Person, stick: Community) -> Person:
    leave(person=hal, community=stick, why=WHY)
    return hal


def pages(client: Client, reader: Person, of: Person) -> list[bool]:
    """Whether the reason stands on their page, among those who left, and at the door."""
    client.force_login(reader)
    wanted = (
        reverse("person", args=["stick", of.pk]),
        reverse("settings_members", args=["stick"]),
        reverse("join_requests", args=["stick"]),
    )
    return [WHY in client.get(page).content.decode() for page in wanted]


def test_leaving_says_who_reads_the_reason(client: Client, hal: Person, stick: Community) -> None:
    client.force_login(hal)
    page = client.get(reverse("leaving", args=["stick"])).content.decode()
    assert "The stewards of this community read it, nobody else." in page


def test_stewards_read_it_and_members_do_not(
    client: Client, gone: Person, stick: Community, rosa: Person, tomasz: Person
) -> None:
    ask_to_join(person=gone, community=stick, cares_about="Leaks, again")
    assert pages(client, rosa, gone) == [True, True, True]
    assert pages(client, tomasz, gone) == [False, False, False]


def test_it_is_forgotten_when_they_come_back(client: Client, gone: Person, stick: Community, rosa: Person) -> None:
    admit(person=gone, community=stick)
    assert Membership.objects.get(person=gone).left_why == ""
    assert pages(client, rosa, gone) == [False, False, False]


def test_it_stands_a_year_among_those_who_left(client: Client, gone: Person, rosa: Person) -> None:
    Membership.objects.filter(person=gone).update(left_at=timezone.now() - timedelta(days=400))
    assert pages(client, rosa, gone) == [True, False, False]


def test_words_of_the_steward_who_ended_it_are_not_put_into_their_mouth(
    client: Client, hal: Person, stick: Community, ines: Person, rosa: Person
) -> None:
    words = "We said in May that " + "this is not the place for adverts. " * 20
    remove(by=ines, membership=Membership.objects.get(person=hal), words=words[:1000])
    client.force_login(rosa)
    page = client.get(reverse("person", args=["stick", hal.pk])).content.decode()
    assert "Inês Baptista ended their place here and wrote to them: “We said in May" in page
    assert "On leaving they wrote" not in page


def test_the_page_of_members_stays_cheap(
    client: Client,
    gone: Person,
    tomasz: Person,
    leila: Person,
    rosa: Person,
    stick: Community,
    django_assert_max_num_queries,
) -> None:
    leave(person=tomasz, community=stick, why="Enough")
    leave(person=leila, community=stick)
    client.force_login(rosa)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("settings_members", args=["stick"])).content.decode()
    assert "They left without saying why." in page
