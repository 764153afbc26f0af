"""What moves a mark and what does not: looking again, what was withdrawn, a mark in the conversation beside."""

from datetime import timedelta

import pytest
from django.db.models import Q
from django.urls import reverse

from commonplace.attention.actions.reading import mark_read
from commonplace.attention.models import ReadMark
from commonplace.attention.queries import new_to, unread_in
from commonplace.conversations.actions.changing import withdraw
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.settling import settle, tell_outcome


@pytest.fixture
def asked(hal, table):
    return open_conversation(by=hal, space=table, kind="question", title="Two peaks", text="Has anyone seen two?")


def looked_at(client, person, conversation) -> tuple:
    client.force_login(person)
    client.get(reverse("conversation", args=["stick", conversation.pk]))
    return ReadMark.objects.values_list("number", "told_to").get(person=person, conversation=conversation)


def test_looking_again_moves_a_mark_only_after_an_outcome_was_told(client, asked, hal, tomasz, now):
    answer = reply(by=tomasz, conversation=asked, text="Close the valve first.")
    first = looked_at(client, tomasz, asked)
    assert first == (2, None)
    assert looked_at(client, tomasz, asked) == first, "nothing is new, nothing is written"
    settle(by=hal, post=answer)
    outcome = tell_outcome(by=hal, post=answer, how="helped", text="It did.")
    told = looked_at(client, tomasz, asked)
    assert told == (2, outcome.at)
    assert looked_at(client, tomasz, asked) == told, "heard once, it is heard"


def test_what_was_withdrawn_is_not_unread(asked, tomasz, leila):
    mark_read(person=leila, conversation=asked, number=1)
    gone = reply(by=tomasz, conversation=asked, text="Yes.")
    withdraw(by=tomasz, post=gone)
    assert unread_in(leila, [asked.pk]) == {}
    assert list(new_to(leila, where=Q(pk=asked.pk))) == []


def test_a_mark_beside_reads_nothing_here(asked, hal, table, leila, now):
    beside = open_conversation(by=hal, space=table, kind="tip", title="Beside", text="Words.")
    mark_read(person=leila, conversation=beside, number=9, at=now - timedelta(days=1))
    assert [(one.pk, one.unread_from) for one in new_to(leila, where=Q())] == [(asked.pk, 1)]
