"""What one wrote oneself is never new to one, wherever unread posts are counted, led to or listed."""

import pytest
from django.db.models import Q

from commonplace.attention.actions.following import follow
from commonplace.attention.actions.reading import mark_read
from commonplace.attention.queries import Unread, first_unread, new_in_followed, new_to, unread_in
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, Post


@pytest.fixture
def asked(hal, table) -> Conversation:
    return open_conversation(by=hal, space=table, kind="question", title="Two peaks", text="Has anyone seen two?")


def news(person) -> list[tuple[int, int]]:
    """What is new to someone anywhere: the number of the first post, and how many."""
    found = [(one.unread_from, one.unread) for one in new_to(person, where=Q())]
    assert [(one.unread_from, one.unread) for one in new_in_followed(person)] == found
    return found


def test_ones_own_posts_are_not_counted_among_others(asked, tomasz, leila):
    mark_read(person=leila, conversation=asked, number=1)
    follow(person=leila, conversation=asked)
    for author in (leila, tomasz, leila, tomasz, leila):
        reply(by=author, conversation=asked, text="And again.")
    assert unread_in(leila, [asked.pk]) == {asked.pk: Unread(first=3, count=2)}
    assert news(leila) == [(3, 2)]


def test_ones_own_posts_alone_are_nothing_new(asked, leila):
    mark_read(person=leila, conversation=asked, number=1)
    follow(person=leila, conversation=asked)
    reply(by=leila, conversation=asked, text="I have.")
    reply(by=leila, conversation=asked, text="Twice.")
    assert unread_in(leila, [asked.pk]) == {}
    assert news(leila) == []


def test_one_is_not_led_to_what_one_wrote_oneself(asked, tomasz, leila):
    mark_read(person=leila, conversation=asked, number=1)
    for author in (leila, tomasz, leila):
        reply(by=author, conversation=asked, text="And again.")
    assert first_unread(leila, asked) == 3


def test_what_nobody_is_named_for_is_new_to_everyone(asked, tomasz, leila):
    mark_read(person=leila, conversation=asked, number=1)
    follow(person=leila, conversation=asked)
    reply(by=tomasz, conversation=asked, text="Yes.")
    Post.objects.filter(author=tomasz).update(author=None)
    assert unread_in(leila, [asked.pk]) == {asked.pk: Unread(first=2, count=1)}
    assert news(leila) == [(2, 1)]
