"""A mark knows by others' deeds what its reader was told of, and keeps no moment of its own."""

from datetime import timedelta

import pytest

from commonplace.attention.actions.reading import mark_all, mark_read
from commonplace.attention.models import ReadMark
from commonplace.communities.readers import read_on
from commonplace.conversations.actions.changing import edit
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.settling import settle, tell_outcome
from commonplace.conversations.actions.splitting import split
from commonplace.conversations.models import Mention, Outcome

MINUTE = timedelta(minutes=1)


@pytest.fixture
def asked(hal, table, now):
    at = now - 60 * MINUTE
    return open_conversation(by=hal, space=table, kind="question", title="Two peaks", text="Seen two?", at=at)


@pytest.fixture
def told(asked, hal, tomasz, now):
    """Tomasz answers, hears half an hour later that it helped, and is named by an edit after a quarter more."""
    answer = reply(by=tomasz, conversation=asked, text="Close the valve.", at=now - 50 * MINUTE)
    settle(by=hal, post=answer, at=now - 40 * MINUTE)
    tell_outcome(by=hal, post=answer, how="helped", text="It did.", at=now - 20 * MINUTE)
    edit(by=hal, post=asked.posts.get(number=1), text="Seen two, @Tomasz Wilk?", on_revision=1, at=now - 5 * MINUTE)
    return asked


def told_to(person):
    return ReadMark.objects.values_list("told_to", flat=True).get(person=person)


def test_a_look_knows_what_had_happened_by_then(told, tomasz, leila, now):
    outcome, mention = Outcome.objects.get().at, Mention.objects.get().named_at
    for at, last in [(21, None), (20, outcome), (6, outcome), (4, mention), (30, mention)]:
        mark_all([(tomasz.pk, told.pk, 2, now - at * MINUTE), (leila.pk, told.pk, 2, now - at * MINUTE)])
        assert told_to(tomasz) == last, at
        assert told_to(leila) is None, "nothing of it concerns her"


def test_whoever_writes_by_another_way_has_been_told(told, tomasz, now):
    reply(by=tomasz, conversation=told, text="By mail.", at=now)
    read_on()
    assert told_to(tomasz) == Mention.objects.get().named_at


def test_what_one_was_told_of_comes_along_when_a_conversation_is_taken_apart(told, tomasz, rosa, now):
    mark_read(person=tomasz, conversation=told, number=2, at=now)
    made = split(by=rosa, post=told.posts.get(number=2), title="Valves")
    marks = dict(ReadMark.objects.filter(person=tomasz).values_list("conversation", "told_to"))
    assert marks == {told.pk: Mention.objects.get().named_at, made.pk: Outcome.objects.get().at}
