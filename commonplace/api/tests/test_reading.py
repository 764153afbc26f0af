"""What the API tells, and to whom."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.doors import Visibility
from commonplace.communities.founding.actions import found
from commonplace.communities.models import Community, Space
from commonplace.communities.moderation.actions import hold
from commonplace.conversations.actions.changing import withdraw
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation
from commonplace.knowledge.actions.tending import set_aside
from commonplace.knowledge.gaps import Missing
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(window: Space, hal: Person) -> Conversation:
    """A question in the open window, with one reply by its asker."""
    conversation = open_conversation(
        by=hal,
        space=window,
        kind="question",
        title="Where are the valve records?",
        text="The *old* ones.",
        topics=["Valves"],
    )
    reply(by=hal, conversation=conversation, text="In the cellar, of course.")
    return conversation


@pytest.fixture
def kept(table: Space, tomasz: Person) -> Conversation:
    """An idea at the members' table."""
    return open_conversation(by=tomasz, space=table, kind="idea", title="One list for all", text="Half-baked.")


def titles(client: Client, query: str = "") -> list[str]:
    answer = client.get(f"/api/v1/communities/stick/conversations{query}").json()
    return [one["title"] for one in answer["items"]]


def test_stranger_reads_what_is_public_and_no_more(client: Client, shown: Conversation, kept: Conversation) -> None:
    assert titles(client) == [shown.title]
    assert client.get(f"/api/v1/communities/stick/conversations/{kept.pk}").status_code == 404
    assert client.get(f"/api/v1/communities/stick/conversations/{kept.pk}/posts").status_code == 404
    assert client.get("/api/v1/communities/stick/people").status_code == 401


def test_member_reads_both(client: Client, shown: Conversation, kept: Conversation, leila: Person) -> None:
    client.force_login(leila)
    assert sorted(titles(client)) == sorted([shown.title, kept.title])


def test_group_is_for_those_with_a_seat(client: Client, circle: Space, rosa: Person, leila: Person) -> None:
    open_conversation(by=rosa, space=circle, kind="discussion", title="Between us", text="Well.")
    client.force_login(leila)
    assert titles(client) == []
    client.force_login(rosa)
    assert titles(client) == ["Between us"]


def test_private_community_is_not_there_for_strangers(client: Client, ines: Person, stranger: Person) -> None:
    found(by=ines, name="Quiet", slug="quiet", visibility=Visibility.PRIVATE)
    for rest in ("", "/spaces", "/conversations", "/people", "/readings", "/knowledge"):
        client.force_login(stranger)
        assert client.get(f"/api/v1/communities/quiet{rest}").status_code == 404
    assert client.get("/api/v1/communities").json()["items"] == []


def test_conversation_is_told_whole(client: Client, shown: Conversation, hal: Person, leila: Person) -> None:
    client.force_login(leila)
    said = client.get(f"/api/v1/communities/stick/conversations/{shown.pk}").json()
    assert (said["author"]["name"], said["author"]["person"], said["replies"]) == ("Hal Brennan", hal.pk, 1)
    assert said["topics"] == [{"slug": "valves", "name": "Valves"}]
    posts = client.get(f"/api/v1/communities/stick/conversations/{shown.pk}/posts").json()["items"]
    assert [(one["number"], one["settles"]) for one in posts] == [(1, False), (2, False)]
    assert "<em>old</em>" in posts[0]["html"]


def test_name_from_an_archive_is_withheld_from_strangers(client: Client, window: Space, unclaimed: Person) -> None:
    conversation = open_conversation(by=unclaimed, space=window, kind="tip", title="A tip", text="Listen.")
    answers = [
        client.get("/api/v1/communities/stick/conversations"),
        client.get(f"/api/v1/communities/stick/conversations/{conversation.pk}"),
        client.get(f"/api/v1/communities/stick/conversations/{conversation.pk}/posts"),
        client.get("/api/v1/search?q=listen"),
    ]
    assert answers[1].json()["author"] == {
        "name": None,
        "withheld": "someone from the archive",
        "person": None,
        "about": "",
        "url": None,
    }
    assert [answer.status_code for answer in answers] == [200] * 4
    assert not any(b"Old Correspondent" in answer.content for answer in answers)


def test_held_and_withdrawn_posts_are_gone(client: Client, shown: Conversation, ines: Person, hal: Person) -> None:
    second = shown.posts.get(number=2)
    third = reply(by=hal, conversation=shown, text="Or in the attic.")
    hold(kind="post", object_id=second.pk, community=shown.community, by=ines, why="a look")
    withdraw(by=hal, post=third)
    posts = client.get(f"/api/v1/communities/stick/conversations/{shown.pk}/posts").json()["items"]
    assert [one["number"] for one in posts] == [1]


def test_filters(client: Client, shown: Conversation, window: Space, leila: Person) -> None:
    idea = open_conversation(by=leila, space=window, kind="idea", title="What if", text="A half thought.")
    assert titles(client, "?kind=idea") == [idea.title]
    assert titles(client, "?topic=valves") == [shown.title]
    assert titles(client, "?unanswered=true") == [idea.title, shown.title]
    reply(by=leila, conversation=shown, text="At the town hall.")
    assert titles(client, "?unanswered=true") == [idea.title]
    assert sorted(titles(client, "?space=window")) == sorted([idea.title, shown.title])


def test_pages_go_on_by_key(client: Client, window: Space, hal: Person) -> None:
    for number in range(5):
        open_conversation(by=hal, space=window, kind="tip", title=f"Tip {number}", text="Listen.")
    seen, address = [], "/api/v1/communities/stick/conversations?kind=tip&limit=2"
    while address:
        answer = client.get(address).json()
        seen += [one["title"] for one in answer["items"]]
        address = answer["next"]
    assert seen == [f"Tip {number}" for number in reversed(range(5))]


def test_people_and_readings_are_for_members(client: Client, hal: Person, stranger: Person) -> None:
    client.force_login(stranger)
    assert client.get("/api/v1/communities/stick/people").status_code == 404
    assert client.get("/api/v1/communities/stick/readings").status_code == 404
    client.force_login(hal)
    people = client.get("/api/v1/communities/stick/people").json()["items"]
    assert [one["person"]["name"] for one in people] == ["Hal Brennan", "Inês Baptista"]
    shape = client.get("/api/v1/communities/stick/readings").json()
    assert {ring["movement"]["came_closer"] for ring in shape["rings"]} == {None}


def test_what_is_known_is_for_members_where_the_map_is_on(
    client: Client, stick: Community, table: Space, hal: Person, ines: Person, stranger: Person
) -> None:
    address, now = "/api/v1/communities/stick/knowledge", timezone.now()
    for number in range(3):
        asked = open_conversation(
            by=hal, space=table, kind="question", title=f"Which {number}?", text="Which?", topics=["valves"]
        )
        reply(conversation=asked, by=ines, text="The old ones.")
    client.force_login(hal)
    assert client.get(address).status_code == 404
    stick.modules = [*stick.modules, "map"]
    stick.save(update_fields=["modules"])

    told = client.get(address).json()
    set_aside(by=ines, topic=stick.topics.get(), missing=[Missing.FEW_ANSWER], at=now)

    (one,) = told["topics"]
    assert {name: one[name] for name in ("topic", "asked", "answered", "kept", "known_by", "gaps")} == {
        "topic": "valves", "asked": 3, "answered": 3, "kept": 0, "known_by": 0, "gaps": ["few_answer"],
    }  # fmt: skip
    (gap,) = told["gaps"]
    assert (gap["reason"], gap["set_aside_until"]) == ("Few answer: three questions were answered within a year.", None)
    assert client.get(address).json()["gaps"][0]["set_aside_until"] is not None
    client.force_login(stranger)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(("people", "told"), [(9, {None}), (10, {0, 10})])
def test_rings_are_told_in_numbers_from_ten_people_on(
    client: Client, ines: Person, stick: Community, member: Callable[..., Person], people: int, told: set[int | None]
) -> None:
    for number in range(people - 1):
        member(f"M{number} Member")
    client.force_login(ines)
    shape = client.get("/api/v1/communities/stick/readings").json()
    assert {ring["people"] for ring in shape["rings"]} == told
    assert (shape["core_absence_factor"] is None) is (told == {None})


def test_search_tells_what_it_found(client: Client, shown: Conversation, kept: Conversation) -> None:
    found_here = client.get("/api/v1/search?q=cellar").json()
    assert [(one["kind"], one["community"], one["author"]["name"]) for one in found_here["items"]] == [
        ("post", "stick", "Hal Brennan")
    ]
    assert client.get("/api/v1/search?q=baked").json()["items"] == []


def test_me(client: Client, hal: Person) -> None:
    assert client.get("/api/v1/me").status_code == 401
    client.force_login(hal)
    me = client.get("/api/v1/me").json()
    assert (me["name"], [one["community"] for one in me["communities"]]) == ("Hal Brennan", ["stick"])


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("communities", 5),
        ("communities/stick", 5),
        ("communities/stick/spaces", 5),
        ("communities/stick/people", 5),
        ("communities/stick/conversations", 6),
        ("communities/stick/conversations/{pk}/posts", 7),
        ("search?q=valve", 12),
        ("me", 4),
    ],
)
def test_few_queries(
    client: Client, shown: Conversation, leila: Person, address: str, most: int, django_assert_max_num_queries
) -> None:
    client.force_login(leila)
    with django_assert_max_num_queries(most):
        assert client.get(f"/api/v1/{address.format(pk=shown.pk)}").status_code == 200


def test_search_narrows_orders_and_says_why(client: Client, stick: Community, ines: Person, now: datetime) -> None:
    space = stick.spaces.get(slug="table")
    for days, title in ((3, "A sluice"), (1, "Sluices, sluices")):
        open_conversation(
            by=ines, space=space, kind="question", title=title, text="It hums.", at=now - timedelta(days=days)
        )
    client.force_login(ines)

    def told(**said: object) -> dict[str, Any]:
        return client.get("/api/v1/search", {"q": "sluices", **said}).json()

    first = told(order="date", limit=1, person=ines.pk, state="waiting")
    assert [hit["why"] for hit in first["items"]] == [
        [{"asked": "sluices", "found": "Sluices", "how": "same", "where": ["title"]}]
    ]
    assert [hit["title"] for hit in client.get(first["next"]).json()["items"]] == ["A <mark>sluice</mark>"]
    assert told(state="unsettled")["total"] == 2
    assert told(writer="Nobody")["items"] == []
    assert told(q="slucies")["instead"] == [{"asked": "slucies", "found": ["Sluices", "sluice"]}]
    assert {
        client.get("/api/v1/search", {"q": "a", **bad}).status_code
        for bad in ({"state": "x"}, {"after": "o1"}, {"order": "x"})
    } == {422}
