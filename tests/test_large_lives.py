"""Someone with very many of everything: no page of theirs grows without end, in bytes or in queries."""

from datetime import datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonplace.communities.models import Community, JoinRequest, Membership, Space, SpaceSeat, Topic
from commonplace.communities.modules import at_first
from commonplace.people.models import Person
from tests.kept import Stage

MANY = 500
LARGEST = 150_000  # bytes
QUERIES = 12
PAGES = (
    ("home",),
    ("me",),
    ("communities",),
    ("for_you",),
    ("search",),
    ("tokens",),
    ("my_feeds",),
    ("my_calendars",),
    ("usersessions_list",),
    ("account_email",),
    ("my_profile",),
    ("my_wishes",),
    ("community", "weir-7"),
    ("about", "weir-7"),
    ("conversations", "weir-7"),
    ("people", "weir-7"),
    ("cultivate", "weir-7"),
    ("settings", "weir-7"),
    ("settings_spaces", "weir-7"),
    ("settings_members", "weir-7"),
    ("settings_topics", "weir-7"),
    ("moderation", "weir-7"),
    ("join_requests", "weir-7"),
    ("invitations", "weir-7"),
    ("drafts", "weir-7"),
    ("compose", "weir-7"),
    ("join", "weir-700"),
)


@pytest.fixture
def busy(someone, stage: Stage, now: datetime, client: Client) -> Person:
    """Tends 500 communities, waits at the doors of 500 more, sits in a group of 500, and is signed in 500 times."""
    person = stage.call(lambda: fill(someone, now), "busy", now=now)
    client.force_login(person)
    return person


def fill(someone, now: datetime) -> Person:
    person, long_ago = someone("Busy Bee"), now - timedelta(days=40)
    made = Community.objects.bulk_create(
        Community(slug=f"weir-{n}", name=f"The weir of number {n:04}", domain="Water we lose", modules=at_first())
        for n in range(3 * MANY)
    )
    mine, asked = made[:MANY], made[MANY : 2 * MANY]
    Membership.objects.bulk_create(
        Membership(person=person, community=one, standing="steward", joined_at=long_ago) for one in mine
    )
    JoinRequest.objects.bulk_create(JoinRequest(person=person, community=one, cares_about="leaks") for one in asked)
    here = made[7]
    people = Person.objects.bulk_create(
        Person(name=f"Somebody of number {n:04}", password=f"!{n}", claimed_at=now) for n in range(MANY)
    )
    Membership.objects.bulk_create(Membership(person=one, community=here, joined_at=long_ago) for one in people)
    group = Space.objects.create(community=here, slug="few", name="Few", visibility="group")
    Space.objects.bulk_create(
        Space(community=here, slug=f"room-{n}", name=f"Room of number {n:04}", position=n, visibility="group")
        for n in range(MANY)
    )
    SpaceSeat.objects.bulk_create(SpaceSeat(space=group, person=one) for one in [*people, person])
    Session.objects.bulk_create(
        Session(session_key=f"key-{n}", session_data="", expire_date=now + timedelta(days=9)) for n in range(MANY)
    )
    UserSession.objects.bulk_create(
        UserSession(user=person, session_key=f"key-{n}", ip="127.0.0.1", user_agent="Firefox/1 Linux")
        for n in range(MANY)
    )
    return person


def test_no_page_grows_without_end(client: Client, busy: Person) -> None:
    wrong = []
    for name, *args in PAGES:
        client.get(reverse(name, args=args))
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(reverse(name, args=args))
        if answer.status_code != 200 or len(answer.content) > LARGEST or len(queries) > QUERIES:
            wrong.append((name, answer.status_code, len(answer.content), len(queries)))
    assert wrong == []


@pytest.mark.parametrize("name", ["people", "settings_members", "settings_topics", "settings_spaces"])
def test_lists_go_on_to_their_end(client: Client, busy: Person, name: str) -> None:
    Topic.objects.bulk_create(
        Topic(community=Community.objects.get(slug="weir-7"), slug=f"t{n}", name=f"Topic {n}") for n in range(200)
    )
    after, pages = "", 0
    while after is not None:
        answer = client.get(reverse(name, args=["weir-7"]), {"after": after} if after else {})
        assert answer.status_code == 200
        after, pages = answer.context["page"].older, pages + 1
    assert pages > 2


def test_a_group_of_many_is_paged(client: Client, busy: Person) -> None:
    group = Space.objects.get(slug="few")
    address = reverse("settings_space", args=["weir-7", group.pk])
    seen: set[str] = set()
    after, pages = "", 0
    while after is not None:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address, {"after": after} if after else {})
        assert len(queries) <= QUERIES
        assert len(answer.content) <= LARGEST
        seen |= {byline.name for _, byline in answer.context["seats"]}
        after, pages = answer.context["page"].older, pages + 1
    assert (len(seen), pages) == (MANY + 1, 9)


def test_every_community_is_reached_from_ones_own_page(client: Client, busy: Person) -> None:
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        answer = client.get(reverse("my_communities"), {"after": after} if after else {})
        seen += [one.community.slug for one in answer.context["standings"]]
        after = answer.context["page"].older
    assert seen == [f"weir-{n}" for n in range(MANY)]


def test_all_communities_are_reached(client: Client, busy: Person) -> None:
    mine, others = set(), set()
    ask: dict[str, str] = {}
    for _ in range(20):
        answer = client.get(reverse("communities"), ask)
        page, beside = answer.context["mine"], answer.context["others"]
        mine |= {one.community.slug for one in page.items}
        others |= {one.slug for one in beside.items}
        ask |= {key: token for key, token in (("after", page.older), ("others", beside.older)) if token}
    assert len(mine) == MANY
    assert {f"weir-{n}" for n in range(2 * MANY, 3 * MANY)} <= others
    assert not mine & others


def test_a_thousand_communities_and_more(client: Client, busy: Person, now: datetime) -> None:
    rest = Community.objects.exclude(memberships__person=busy)
    Membership.objects.bulk_create(
        Membership(person=busy, community=one, joined_at=now - timedelta(days=n % 90)) for n, one in enumerate(rest)
    )
    for name in ("home", "me", "my_communities", "for_you"):
        assert client.get(reverse(name)).status_code == 200


def test_a_few_stand_in_the_navigation_with_the_way_to_all(client: Client, busy: Person) -> None:
    links = client.get(reverse("me")).context["spine"].also
    assert len(links) == 13
    assert links[-1].url == reverse("communities")
