"""Every page of this room opens for whom it is meant, within the queries it may make, and is 404 for the others."""

import pytest
from django.test import Client

from commonplace.communities.charter.actions import revise_charter
from commonplace.communities.membership.actions.roles import appoint
from commonplace.communities.models import Hold, Membership
from commonplace.communities.moderation.actions import flag, hold
from commonplace.communities.topics.actions import name_topics
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Post

FOR_ANYONE = ["/c/stick/about", "/c/stick/charter/1"]
FOR_MEMBERS = [
    "/c/stick/people/",
    "/c/stick/people/?q=leaks",
    "/c/stick/people/?who=arrived",
    "/c/stick/moderation/log",
]
FOR_STEWARDS = [
    "/c/stick/moderation/",
    "/c/stick/charter/domain",
    "/c/stick/settings",
    "/c/stick/settings/spaces/",
    "/c/stick/settings/members/",
    "/c/stick/settings/topics/",
]


@pytest.fixture
def lively(stick, table, window, circle, ines, rosa, hal, tomasz, leila, amara, unclaimed, now, stage):
    """The stick with a charter, roles, topics, flags and holds."""
    stage.call(lambda: enliven(stick, table, ines, rosa, (hal, tomasz, leila), amara, now), "lively", now=now)
    return stick


def enliven(stick, table, ines, rosa, asking, amara, now):
    revise_charter(
        by=ines, community=stick, words={"domain": "Water we *lose*.", "why": "It is dark."}, summary="First"
    )
    appoint(by=rosa, membership=Membership.objects.get(person=ines), name="coordinator", since=now.date(), until=None)
    name_topics(community=stick, names=["valves", "night flow"])
    for person in asking:
        talk = open_conversation(by=person, space=table, kind="question", title="Where?", text="Where is it?")
        flag(by=amara, kind="conversation", object_id=talk.pk, community=stick, why="It names a customer.")
        post = talk.posts.get()
        hold(by=rosa, kind="post", object_id=post.pk, community=stick, why="It names a customer.")


@pytest.mark.parametrize("address", FOR_ANYONE + FOR_MEMBERS + FOR_STEWARDS)
def test_page_opens_within_twelve_queries(lively, rosa, client: Client, django_assert_max_num_queries, address) -> None:
    client.force_login(rosa)
    client.get("/c/stick/about")
    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200


def test_stranger_reads_about_and_nothing_else(lively, client: Client, django_assert_max_num_queries) -> None:
    for address in FOR_ANYONE:
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
    assert client.get("/c/stick/moderation/log").status_code == 404


@pytest.mark.parametrize("address", FOR_MEMBERS + FOR_STEWARDS)
def test_person_without_standing_gets_404(lively, stranger, client: Client, address) -> None:
    client.force_login(stranger)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", FOR_STEWARDS)
def test_member_gets_404_on_stewards_pages(lively, hal, client: Client, address) -> None:
    client.force_login(hal)
    assert client.get(address).status_code == 404


def test_pages_of_one_thing_open_within_twelve_queries(
    lively, rosa, ines, circle, unclaimed, client: Client, django_assert_max_num_queries
) -> None:
    client.force_login(rosa)
    client.get("/c/stick/about")
    held = Hold.objects.first()
    member = Membership.objects.get(person=ines)
    topic = lively.topics.first()
    for address in (
        f"/c/stick/people/{ines.pk}/",
        f"/c/stick/people/{unclaimed.pk}/",
        f"/c/stick/settings/spaces/{circle.pk}",
        f"/c/stick/settings/members/{member.pk}",
        f"/c/stick/settings/topics/{topic.pk}",
        f"/c/stick/moderation/holds/{held.pk}/release",
        f"/c/stick/hold/post/{held.object_id}",
        f"/c/stick/flag/post/{held.object_id}",
    ):
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200, address


def test_author_opens_the_appeal_and_others_do_not(lively, hal, tomasz, client: Client) -> None:
    held = Hold.objects.get(object_id=hal_post(hal))
    client.force_login(hal)
    assert client.get(f"/c/stick/moderation/holds/{held.pk}/appeal").status_code == 200
    client.force_login(tomasz)
    assert client.get(f"/c/stick/moderation/holds/{held.pk}/appeal").status_code == 404


def hal_post(hal) -> int:
    return Post.objects.get(author=hal).pk


@pytest.mark.parametrize(
    "address",
    ["people/{}/", "charter/{}", "flag/post/{}", "hold/post/{}", "settings/members/{}", "moderation/holds/{}/release"],
)
def test_number_that_no_database_keeps_is_404(stick, rosa, client: Client, address) -> None:
    client.force_login(rosa)
    assert client.get(f"/c/stick/{address}".format("9" * 30)).status_code == 404
