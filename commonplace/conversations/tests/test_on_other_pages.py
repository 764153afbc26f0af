"""What the about page and a person's page say of conversations: no more than their reader may read."""

from django.test import Client

from commonplace.communities.moderation.actions import hold
from commonplace.communities.settings.actions.arranging import change_community
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.settling import tell_outcome


def test_open_window_shows_strangers_what_anyone_may_read(stick, window, table, ines, hal, client: Client) -> None:
    change_community(by=ines, community=stick, lines={"visibility": "public"})
    open_conversation(by=hal, space=window, kind="question", title="Where is the seal?", text="Where?")
    open_conversation(by=hal, space=table, kind="question", title="Who has keys?", text="Who?")
    page = client.get("/c/stick/about").text
    assert "Where is the seal?" in page
    assert "Who has keys?" not in page


def test_listed_community_has_no_window_for_strangers(stick, window, hal, client: Client) -> None:
    open_conversation(by=hal, space=window, kind="question", title="Where is the seal?", text="Where?")
    assert "Where is the seal?" not in client.get("/c/stick/about").text


def test_persons_page_tells_what_came_of_it(
    stick, table, hal, leila, tomasz, client: Client, django_assert_max_num_queries
) -> None:
    talk = open_conversation(by=leila, space=table, kind="question", title="Where is the seal?", text="Where?")
    answer = reply(by=hal, conversation=talk, text="In the third box.")
    tell_outcome(by=leila, post=answer, how="helped", text="It was in the third box.")
    client.force_login(tomasz)
    client.get("/c/stick/about")
    with django_assert_max_num_queries(12):
        page = client.get(f"/c/stick/people/{hal.pk}/").text
    assert "It was in the third box." in page
    assert "Where is the seal?" in page


def test_held_words_are_not_on_their_authors_page(stick, table, rosa, hal, tomasz, client: Client) -> None:
    talk = open_conversation(by=hal, space=table, kind="question", title="Where is the seal?", text="Where?")
    hold(by=rosa, kind="conversation", object_id=talk.pk, community=stick, why="A name.")
    client.force_login(tomasz)
    assert "Where is the seal?" not in client.get(f"/c/stick/people/{hal.pk}/").text
