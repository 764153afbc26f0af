"""Questions of the house: one in four weeks, asked once more, and then left."""

from datetime import timedelta

import pytest
from django.urls import reverse

from commonplace.attention.actions.asking import ask_in_turn, leave
from commonplace.attention.models import Question
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.settling import settle, tell_outcome

WEEK = timedelta(weeks=1)


@pytest.fixture
def settled(hal, tomasz, table, now):
    """Two questions of Hal's, settled seven and eight weeks ago."""

    def ask(title, weeks):
        at = now - weeks * WEEK
        asked = open_conversation(by=hal, space=table, kind="question", title=title, text="Who knows?", at=at)
        answer = reply(by=tomasz, conversation=asked, text="Turn it.", at=at)
        settle(by=hal, post=answer, at=at)
        return answer

    return ask("First", 7), ask("Second", 8)


def asked(person, now):
    put = ask_in_turn(person=person, now=now)
    return (put.asking.words, put.is_again) if put else None


def test_one_in_four_weeks_then_once_more_then_the_next(settled, hal, now):
    first, second = "What came of “First”?", "What came of “Second”?"
    assert asked(hal, now) == (first, False)
    assert asked(hal, now + 3 * WEEK) == (first, False)
    assert asked(hal, now + 4 * WEEK) == (first, True)
    assert asked(hal, now + 7 * WEEK) == (first, True)
    assert asked(hal, now + 8 * WEEK) == (second, False)
    assert Question.objects.count() == 2


def test_what_is_answered_is_asked_no_more_and_nothing_else_within_the_time(settled, hal, now):
    asked(hal, now)
    tell_outcome(by=hal, post=settled[0], how="helped", text="It turned.", at=now)
    assert asked(hal, now + WEEK) is None
    assert asked(hal, now + 4 * WEEK) == ("What came of “Second”?", False)


def test_whoever_would_rather_not_is_left(client, settled, hal, now):
    put = ask_in_turn(person=hal, now=now)
    client.force_login(hal)
    client.post(reverse("question_left"), {"code": put.code, "about": put.asking.about})
    assert asked(hal, now + WEEK) is None
    assert asked(hal, now + 4 * WEEK) == ("What came of “Second”?", False)


def test_what_is_left_by_someone_else_stands(settled, hal, tomasz, now):
    put = ask_in_turn(person=hal, now=now)
    leave(person=tomasz, code=put.code, about=put.asking.about, now=now)
    assert asked(hal, now) is not None


def test_nobody_is_asked_of_what_was_settled_yesterday_or_by_themselves(hal, tomasz, table, now):
    at = now - timedelta(days=1)
    young = open_conversation(by=hal, space=table, kind="question", title="Young", text="Who?", at=at)
    settle(by=hal, post=reply(by=tomasz, conversation=young, text="I.", at=at), at=at)
    assert asked(hal, now) is None
    assert asked(tomasz, now + 8 * WEEK) is None
