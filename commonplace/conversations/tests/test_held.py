"""What is held says why to its author, who may appeal, and to stewards; nobody else finds it."""

from django.test import Client

from commonplace.communities.moderation.actions import hold
from commonplace.conversations.actions.opening import open_conversation
from commonplace.people.actions.erasing import erase


def test_author_reads_why_a_post_is_held_and_may_appeal(stick, table, rosa, hal, client: Client) -> None:
    talk = open_conversation(by=hal, space=table, kind="question", title="Where is the seal?", text="Where?")
    held = hold(by=rosa, kind="post", object_id=talk.posts.get().pk, community=stick, why="It names a customer.")
    client.force_login(hal)
    page = client.get(f"/c/stick/conversations/{talk.pk}/").text
    assert "It names a customer." in page
    assert f"/c/stick/moderation/holds/{held.pk}/appeal" in page
    assert f"/c/stick/moderation/holds/{held.pk}/release" not in page


def test_steward_finds_the_way_to_let_it_go(
    stick, table, rosa, hal, client: Client, django_assert_max_num_queries
) -> None:
    talk = open_conversation(by=hal, space=table, kind="question", title="Where is the seal?", text="Where?")
    held = hold(by=rosa, kind="conversation", object_id=talk.pk, community=stick, why="It names a customer.")
    client.force_login(rosa)
    client.get("/c/stick/about")
    with django_assert_max_num_queries(12):
        page = client.get(f"/c/stick/conversations/{talk.pk}/").text
    assert "It names a customer." in page
    assert f"/c/stick/moderation/holds/{held.pk}/release" in page


def test_the_desk_opens_where_the_writer_of_what_is_held_has_left(stick, table, rosa, hal, client: Client) -> None:
    talk = open_conversation(by=hal, space=table, kind="question", title="Where is the seal?", text="Where?")
    hold(by=rosa, kind="post", object_id=talk.posts.get().pk, community=stick, why="It names a customer.")
    client.force_login(rosa)
    assert f"/c/stick/moderation/people/{hal.pk}" in client.get("/c/stick/moderation/").text
    erase(person=hal, withdraw=False)
    page = client.get("/c/stick/moderation/").text
    assert "It names a customer." in page
    assert "/c/stick/moderation/people/" not in page
