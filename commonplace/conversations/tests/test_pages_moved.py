"""Pages of what was moved or merged: old addresses lead on, and nothing comes before more eyes unasked."""

from collections.abc import Callable
from typing import Any

import pytest

from commonplace.communities.models import Space
from commonplace.conversations.actions import changing, merging, moving
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Conversation, Post
from commonplace.conversations.tests.typed import HERE, SignIn
from commonplace.people.models import Person

Queries = Callable[[int], Any]


def test_old_addresses_lead_to_where_posts_stand_now(
    signed_in: SignIn, rosa: Person, table: Space, asked: Conversation, answered: Post
) -> None:
    kept = open_conversation(by=rosa, space=table, kind="tip", title="Valves", text="Words")
    third = open_conversation(by=rosa, space=table, kind="tip", title="All valves", text="Words")
    merging.merge(by=rosa, kept=kept, other=asked)
    merging.merge(by=rosa, kept=third, other=kept)
    client = signed_in(rosa)
    there = f"{HERE}{third.pk}/?from=4#p4"
    assert client.get(f"{HERE}{asked.pk}/?from=2")["Location"] == there
    assert client.get(f"{HERE}{asked.pk}/posts/2/")["Location"] == there
    said = client.post(f"{HERE}{asked.pk}/posts", {"text": "Sent to the old place", "reply_to": "2"})
    assert third.posts.get(number=5).reply_to == answered
    assert said["Location"] == f"{HERE}{third.pk}/?from=5#p5"
    page = client.get(f"{HERE}{third.pk}/").content.decode()
    assert page.count("joined to this conversation") == 2


def test_old_titles_lead_search_to_where_posts_stand_now(
    signed_in: SignIn, rosa: Person, hal: Person, table: Space, asked: Conversation, answered: Post
) -> None:
    kept = open_conversation(by=rosa, space=table, kind="tip", title="Valves", text="Words")
    third = open_conversation(by=rosa, space=table, kind="tip", title="All valves", text="Words")
    merging.merge(by=rosa, kept=kept, other=asked)
    merging.merge(by=rosa, kept=third, other=kept)
    page = signed_in(hal).get("/search", {"q": "valve sings"}).content.decode()
    assert f"{HERE}{third.pk}/?from=3#p3" in page
    assert "Opened under the title: A <mark>valve</mark> that <mark>sings</mark> at night" in page
    changing.edit(by=hal, post=third.posts.get(number=3), text="Said again", on_revision=1)
    assert "Opened under the title" in signed_in(hal).get("/search", {"q": "valve sings"}).content.decode()


def test_move_to_more_people_asks_everyone_who_wrote(
    signed_in: SignIn, hal: Person, tomasz: Person, window: Space, answered: Post
) -> None:
    here = answered.conversation
    client = signed_in(hal)
    client.post(f"{HERE}{here.pk}/move", {"space": "window"})
    here.refresh_from_db()
    assert here.space.slug == "table"
    client.force_login(tomasz)
    assert b"You are asked something" in client.get(f"{HERE}{here.pk}/").content
    client.post(f"{HERE}{here.pk}/consent", {"answer": "yes"})
    here.refresh_from_db()
    assert here.space.slug == "window"


def test_one_no_keeps_it_where_it_is(hal: Person, tomasz: Person, window: Space, answered: Post) -> None:
    asked = moving.move(by=hal, conversation=answered.conversation, to=window)
    moving.refuse_to_move(by=tomasz, move=asked)
    moving.agree_to_move(by=tomasz, move=asked)
    answered.conversation.refresh_from_db()
    assert answered.conversation.space.slug == "table"


def test_merger_never_widens(rosa: Person, circle: Space, asked: Conversation) -> None:
    secret = open_conversation(by=rosa, space=circle, kind="tip", title="Between us", text="Words")
    with pytest.raises(merging.WouldWiden):
        merging.merge(by=rosa, kept=asked, other=secret)
