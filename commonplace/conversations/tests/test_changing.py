"""Words are changed, and nothing of what stood before is lost."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from commonplace.communities.models import Community, Deed
from commonplace.conversations.actions.changing import EditedMeanwhile, edit, restore, withdraw
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.rights import NotTheirs
from commonplace.conversations.actions.settling import settle
from commonplace.conversations.models import Conversation, Post, Settlement
from commonplace.conversations.tests.typed import HERE, SignIn
from commonplace.people.models import Person
from commonplace.search.models import SearchEntry


def test_two_who_change_one_post_lose_nothing(client: Client, tomasz: Person, rosa: Person, answered: Post) -> None:
    address = f"{HERE}{answered.conversation_id}/posts/2/text"
    for person in (tomasz, rosa):
        client.force_login(person)
        assert client.get(address).context["form"]["on_revision"].value() == 1
    client.force_login(tomasz)
    client.post(address, {"text": "It was the check valve.", "on_revision": "1"})
    client.force_login(rosa)
    page = client.post(address, {"text": "It was the gate valve.", "on_revision": "1"})
    assert page.status_code == 409
    shown = page.content.decode()
    assert ("It was the check valve." in shown, "It was the gate valve." in shown) == (True, True)
    assert "Tomasz Wilk" in shown
    client.post(address, {"text": "It was the gate valve.", "on_revision": page.context["form"]["on_revision"].value()})
    answered.refresh_from_db()
    assert (answered.source, answered.revision, answered.edited_by) == ("It was the gate valve.", 3, rosa)
    states = list(answered.revisions.order_by("number").values_list("source", flat=True))
    assert states[1] == "It was the check valve."


def test_opening_is_changed_with_its_title_and_topics(signed_in: SignIn, hal: Person, asked: Conversation) -> None:
    changed = {
        "title": "A valve that hums",
        "text": "It hums.",
        "kind": "problem",
        "topics": "noise",
        "on_revision": "1",
    }
    signed_in(hal).post(f"{HERE}{asked.pk}/posts/1/text", changed)
    asked.refresh_from_db()
    assert (asked.title, asked.kind, [one.name for one in asked.topics.all()]) == (
        "A valve that hums",
        "problem",
        ["noise"],
    )
    assert asked.posts.get().revisions.get().title == "A valve that sings at night"


def test_each_state_that_stood_is_kept_with_who_wrote_it_and_when(
    hal: Person, rosa: Person, asked: Conversation, now: datetime
) -> None:
    post = asked.posts.get()
    first, second = now + timedelta(hours=1), now + timedelta(hours=2)
    edit(by=rosa, post=post, text="It hums.", on_revision=1, at=first)
    edit(by=hal, post=post, text="It whistles.", on_revision=2, at=second)
    states = post.revisions.order_by("number").values_list("number", "by", "at")
    assert list(states) == [(1, hal.pk, post.written_at), (2, rosa.pk, first)]
    standing = asked.posts.get()
    assert (standing.edited_by, standing.edited_at, standing.revision) == (hal, second, 3)


def test_the_same_words_again_change_nothing(hal: Person, asked: Conversation) -> None:
    post = asked.posts.get()
    assert edit(by=hal, post=post, text=post.source, on_revision=1).revision == 1
    assert not post.revisions.exists()


def test_a_change_reaches_page_search_and_ledger(
    hal: Person, tomasz: Person, asked: Conversation, answered: Post
) -> None:
    other = open_conversation(by=hal, space=asked.space, kind="tip", title="Another", text="Words.")
    edit(by=tomasz, post=answered, text="It *hums*.", title="Not mine to name", on_revision=1)
    edit(by=hal, post=asked.posts.get(number=1), text="Does it hum?", title="A valve that hums", on_revision=1)
    for conversation in (asked, other):
        conversation.refresh_from_db()
    assert (asked.title, other.title) == ("A valve that hums", "Another")
    answered.refresh_from_db()
    assert (answered.html.strip(), answered.revisions.get().title) == ('<p dir="auto">It <em>hums</em>.</p>', "")
    assert SearchEntry.objects.get(kind="post", object_id=answered.pk).body == "It hums."
    deeds = Deed.objects.filter(verb="edited").order_by("pk").values_list("person", "part_id")
    assert list(deeds) == [(tomasz.pk, answered.pk), (hal.pk, asked.posts.get(number=1).pk)]


def test_a_change_of_a_state_that_is_gone_is_refused(tomasz: Person, answered: Post) -> None:
    edit(by=tomasz, post=answered, text="It hums.", on_revision=1)
    with pytest.raises(EditedMeanwhile) as refused:
        edit(by=tomasz, post=answered, text="It sings.", on_revision=1)
    assert (refused.value.post.pk, refused.value.args) == (answered.pk, (answered.pk,))
    answered.refresh_from_db()
    assert (answered.source, answered.revision) == ("It hums.", 2)


def test_withdrawn_words_that_are_changed_stay_hidden(tomasz: Person, answered: Post) -> None:
    withdraw(by=tomasz, post=answered)
    edit(by=tomasz, post=answered, text="It hums.", on_revision=1)
    assert not SearchEntry.objects.filter(kind="post", object_id=answered.pk).exists()


def test_what_settled_it_settles_nothing_once_withdrawn(hal: Person, tomasz: Person, answered: Post) -> None:
    settle(by=hal, post=answered)
    withdraw(by=tomasz, post=answered)
    assert not Settlement.objects.filter(conversation=answered.conversation_id).exists()


def test_words_are_withdrawn_and_given_again_once(
    hal: Person, rosa: Person, asked: Conversation, now: datetime
) -> None:
    post = asked.posts.get()
    with pytest.raises(NotTheirs):
        withdraw(by=rosa, post=post)
    standing = whole(asked)
    withdraw(by=hal, post=post, at=now)
    withdrawn = whole(asked)
    withdraw(by=hal, post=post, at=now + timedelta(hours=1))
    assert (whole(asked), post.withdrawal.at) == (withdrawn, now)
    with pytest.raises(NotTheirs):
        restore(by=rosa, post=post)
    restore(by=hal, post=post)
    again = whole(asked)
    restore(by=hal, post=post)
    assert whole(asked) == again
    assert standing[0] < withdrawn[0] < again[0]
    assert (standing[2], withdrawn[2], again[2]) == (1, 0, 1)


def whole(conversation: Conversation) -> tuple[int, int, int]:
    """How often its community changed, how many deeds there are, and how many of its posts are found."""
    version = Community.objects.get(pk=conversation.community_id).version
    return version, Deed.objects.count(), SearchEntry.objects.filter(parent_id=conversation.pk).count()
