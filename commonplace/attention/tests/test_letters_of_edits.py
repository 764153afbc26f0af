"""A name that a change brings into a post calls as one written at first does, and nobody twice."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.attention.actions import letters
from commonplace.attention.actions.reading import mark_read
from commonplace.attention.models import ReadMark
from commonplace.attention.tests.test_letters import to, told
from commonplace.communities.models import Space
from commonplace.communities.moderation.actions import hold, release
from commonplace.communities.readers import read_on
from commonplace.conversations.actions import changing
from commonplace.conversations.actions.importing import Arrival, import_posts
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, Mention, Post
from commonplace.letters.models import Letter
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db
NAMED = "named you in “Which clamp holds?”."


@pytest.fixture
def asked(hal: Person, table: Space) -> Conversation:
    return open_conversation(by=hal, space=table, kind="question", title="Which clamp holds?", text="On lead.")


@pytest.fixture
def said(asked: Conversation, rosa: Person) -> Post:
    post = reply(by=rosa, conversation=asked, text="The blue one.")
    read_on()
    Letter.objects.filter(kind="notice").delete()
    return post


def edit(post: Post, text: str, *, by: Person | None = None, at: datetime | None = None) -> None:
    post = Post.objects.select_related("conversation__community", "conversation__space", "author").get(pk=post.pk)
    author = by or post.author
    assert author is not None
    changing.edit(by=author, post=post, text=text, on_revision=post.revision, at=at)


def test_a_name_added_later_calls_once(said, rosa, tomasz) -> None:
    edit(said, f"The blue one, says @{tomasz.name}.")
    assert told() == [to(tomasz, f"{rosa.name} {NAMED}")]
    edit(said, f"The blue one, says our @{tomasz.name}.")
    edit(said, "The blue one.")
    edit(said, f"The blue one, says @{tomasz.name} again.")
    assert told() == [to(tomasz, f"{rosa.name} {NAMED}")]


def test_in_an_opening_too_and_in_one_from_an_archive(asked, hal, tomasz, leila, table, rosa) -> None:
    edit(asked.posts.get(number=1), f"On lead, @{tomasz.name}.")
    import_posts(
        space=table,
        arrivals=[Arrival(author=rosa, at=timezone.now() - timedelta(days=900), source="Copper.", into=asked)],
        origin="test",
    )
    edit(asked.posts.get(number=2), f"Copper, @{leila.name}.")
    assert told() == sorted([to(tomasz, f"{hal.name} {NAMED}"), to(leila, f"{rosa.name} {NAMED}")])


def test_names_that_stood_before_are_not_called_again(asked, rosa, tomasz, leila) -> None:
    post = reply(by=rosa, conversation=asked, text=f"The blue one, says @{tomasz.name}.")
    read_on()
    Letter.objects.filter(kind="notice").delete()  # as when the outbox was tidied
    edit(post, f"The blue one, say @{tomasz.name} and @{leila.name}.")
    assert told() == [to(leila, f"{rosa.name} {NAMED}")]


def test_whoever_was_answered_by_it_is_not_called_once_more(said, hal) -> None:
    edit(said, f"The blue one, @{hal.name}.")
    assert told() == []


def test_written_and_changed_before_anybody_looked_it_is_one_letter(asked, hal, rosa, tomasz, leila) -> None:
    post = reply(by=rosa, conversation=asked, text=f"@{tomasz.name} knows.")
    edit(post, f"@{tomasz.name} and @{leila.name} know, @{hal.name}.")
    expected = sorted(
        [
            to(hal, f"{rosa.name} answered you in “Which clamp holds?”."),
            to(tomasz, f"{rosa.name} {NAMED}"),
            to(leila, f"{rosa.name} {NAMED}"),
        ]
    )
    assert told() == expected


def test_who_read_it_before_hears_and_who_read_it_since_does_not(said, asked, rosa, tomasz, leila) -> None:
    for person in (tomasz, leila):
        mark_read(person=person, conversation=asked, number=said.number)
    edit(said, f"Say @{tomasz.name} and @{leila.name}.")
    mark_read(person=leila, conversation=asked, number=said.number)
    assert told() == [to(tomasz, f"{rosa.name} {NAMED}")]


def test_a_steward_who_changes_it_is_who_called(said, rosa, ines, tomasz) -> None:
    edit(said, f"The blue one of @{rosa.name}, @{ines.name}, says @{tomasz.name}.", by=ines)
    assert told() == [to(tomasz, f"{ines.name} {NAMED}")]


def test_a_change_names_no_more_than_a_post_does(said, monkeypatch, leila, tomasz, hal, ines) -> None:
    monkeypatch.setattr(letters, "MOST_FOR_A_POST", 2)
    for person in (tomasz, leila, ines):
        edit(said, f"Says @{person.name}.")
    edit(said, f"Say @{tomasz.name}, @{leila.name} and @{ines.name}.")
    told()
    assert Letter.objects.filter(kind="notice").count() == 2


def test_held_words_call_when_they_are_released(said, rosa, ines, tomasz) -> None:
    edit(said, f"Says @{tomasz.name}.")
    held = hold(by=ines, kind="post", object_id=said.pk, community=said.conversation.community, why="Look")
    assert told() == []
    release(by=ines, hold=held, why="Fine")
    assert to(tomasz, f"{rosa.name} {NAMED}") in told()


def test_released_words_from_long_ago_call_those_named_lately(asked, rosa, ines, tomasz, leila) -> None:
    long_ago = timezone.now() - timedelta(days=9)
    post = reply(by=rosa, conversation=asked, text=f"Says @{leila.name}.", at=long_ago)
    assert told() == []
    edit(post, f"Say @{leila.name} and @{tomasz.name}.")
    held = hold(by=ines, kind="post", object_id=post.pk, community=asked.community, why="Look")
    assert told() == []
    release(by=ines, hold=held, why="Fine")
    assert told() == [to(tomasz, f"{rosa.name} {NAMED}")]


def test_an_old_change_is_no_news(said, tomasz) -> None:
    edit(said, f"Says @{tomasz.name}.", at=timezone.now() - timedelta(days=4))
    assert told() == []


def test_whoever_looks_at_it_is_called_no_more(client: Client, said, asked, tomasz) -> None:
    """The mark does not go further, for they had read to the end before: what they were told does."""
    mark_read(person=tomasz, conversation=asked, number=2, at=timezone.now() - timedelta(hours=1))
    edit(said, f"Says @{tomasz.name}.")
    client.force_login(tomasz)
    assert "named you" in client.get(reverse("home")).text
    client.get(reverse("conversation", args=["stick", asked.pk]))
    assert ReadMark.objects.get(person=tomasz).told_to == Mention.objects.get(person=tomasz).named_at
    assert "named you" not in client.get(reverse("home")).text
    assert told() == []
