"""Whoever asked under a sign says what settled it and what came of it, and nobody else can."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from commonplace.candour.actions.writing import write_what_waits
from commonplace.candour.models import WaitingSettlement
from commonplace.candour.tests.saying import OPENING, SAY, Speaker, Tokens
from commonplace.communities.ledger import deeds_in_force
from commonplace.communities.models import Deed
from commonplace.conversations.actions.ending import close
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, Outcome, Post, Settlement
from commonplace.people.models import Person

ASK = "/c/stick/candour/ask"
TOLD = {"how": "helped", "text": "We read it out, and somebody laughed."}


@pytest.fixture
def asked(tokens: Tokens, speaker: Speaker, table, now: datetime) -> Conversation:
    """What somebody asked under a sign an hour ago."""
    Client().post(SAY, speaker.request(tokens[0], **OPENING))
    write_what_waits(now=now - timedelta(hours=1))
    return Conversation.objects.get()


@pytest.fixture
def answer(asked: Conversation, tomasz: Person) -> Post:
    return reply(by=tomasz, conversation=asked, text="Ask whom it was counted for.")


def verbs(conversation: Conversation) -> list[tuple[str, int | None, int | None]]:
    found = deeds_in_force().filter(what_id=conversation.pk, verb__in=["settled", "told_outcome"]).order_by("verb")
    return list(found.values_list("verb", "person", "towards"))


def test_it_waits_for_the_hour_and_is_said_by_nobody_under_the_sign(asked, answer, speaker, tomasz, rosa, now) -> None:
    for _twice in range(2):
        assert Client().post(SAY, speaker.does(settles=answer.pk, **TOLD)).json() == {"waits": True}
    assert not Settlement.objects.exists()
    for _twice in range(2):
        write_what_waits(now=now)
    settled, told = Settlement.objects.get(), Outcome.objects.get()
    assert (settled.post, settled.by, settled.alias, settled.at) == (answer, None, asked.alias, now)
    assert (told.person, told.alias, told.how, told.text, told.at) == (None, asked.alias, *TOLD.values(), now)
    assert verbs(asked) == [("settled", None, tomasz.pk), ("told_outcome", None, tomasz.pk)]
    assert set(Deed.objects.filter(verb__in=["settled", "told_outcome"]).values_list("happened_at", flat=True)) == {now}
    assert not WaitingSettlement.objects.exists()
    reader = Client()
    reader.force_login(rosa)
    page = reader.get(f"/c/stick/conversations/{asked.pk}/").content.decode()
    assert page.count(f"Someone of the community · {asked.alias}") >= 3
    assert TOLD["text"] in page
    assert "someone who has left" not in page


def test_what_came_of_it_may_be_told_later_and_takes_the_place_of_what_was_told(asked, answer, speaker, now) -> None:
    for hour, more in enumerate([{}, TOLD, TOLD | {"text": "And then it broke."}]):
        Client().post(SAY, speaker.does(settles=answer.pk, **more))
        write_what_waits(now=now + timedelta(hours=hour))
    assert [one.text for one in Outcome.objects.all()] == ["And then it broke."]
    assert [verb for verb, _by, _to in verbs(asked)] == ["settled", "told_outcome"]


def test_it_is_not_settled_after_all_and_what_was_told_goes(asked, answer, speaker, now) -> None:
    Client().post(SAY, speaker.does(settles=answer.pk, **TOLD))
    write_what_waits(now=now)
    assert Client().post(SAY, speaker.does(unsettles=asked.pk)).json() == {"waits": True}
    write_what_waits(now=now + timedelta(hours=1))
    assert (Settlement.objects.count(), Outcome.objects.count(), verbs(asked)) == (0, 0, [])


def test_what_is_said_last_before_the_hour_counts(asked, answer, speaker, hal: Person, now) -> None:
    other = reply(by=hal, conversation=asked, text="Ask again.")
    Client().post(SAY, speaker.does(settles=answer.pk, **TOLD))
    Client().post(SAY, speaker.does(unsettles=asked.pk))
    Client().post(SAY, speaker.does(settles=other.pk))
    write_what_waits(now=now)
    assert (Settlement.objects.get().post, Outcome.objects.count()) == (other, 0)


def test_nobody_else_settles_it_and_nothing_but_an_answer_does(asked, answer, speaker, tokens, hal, ines, now) -> None:
    other = Speaker()
    Client().post(SAY, other.request(tokens[1], conversation=asked.pk, text="I know it."))
    write_what_waits(now=now)
    opening, under_another = asked.posts.get(number=1), asked.posts.exclude(alias__in=["", asked.alias]).get()
    for whose, what in (
        (Speaker(), {"settles": answer.pk}),
        (other, {"settles": under_another.pk}),
        (other, {"unsettles": asked.pk}),
        (speaker, {"settles": opening.pk}),
        (speaker, {"settles": 2**61}),
        (speaker, {"unsettles": 2**61}),
    ):
        refused = Client().post(SAY, whose.does(**what))
        assert (refused.status_code, refused.json()) == (409, {"refused": "place"})
    for what in ({"settles": "x"}, {"unsettles": 0}, {"settles": answer.pk, "how": "perhaps", "text": "So."}):
        assert Client().post(SAY, speaker.does(**what)).status_code == 422
    for half in ({"how": "helped"}, {"text": "It did."}, {"how": "helped", "text": "a" * 2001}):
        assert Client().post(SAY, speaker.does(settles=answer.pk, **half)).json() == {"refused": "words"}
    assert not WaitingSettlement.objects.exists()


def test_what_was_taken_back_before_the_hour_settles_nothing(asked, speaker, tokens, now) -> None:
    other = Speaker()
    Client().post(SAY, other.request(tokens[1], conversation=asked.pk, text="I know it."))
    write_what_waits(now=now)
    answer = asked.posts.get(number=2)
    Client().post(SAY, other.takes_back(answer.pk))
    write_what_waits(now=now)
    assert Client().post(SAY, speaker.does(settles=answer.pk)).status_code == 409


def test_in_a_closed_conversation_one_still_settles_and_takes_back(
    asked, answer, speaker, ines: Person, rosa: Person, now, django_assert_max_num_queries
) -> None:
    close(by=ines, conversation=asked)
    reader = Client()
    reader.force_login(rosa)
    assert f"{ASK}?in={asked.pk}" in reader.get(f"/c/stick/conversations/{asked.pk}/").content.decode()
    with django_assert_max_num_queries(12):
        page = reader.get(f"{ASK}?in={asked.pk}").content.decode()
    assert "This conversation has come to its end" in page
    assert "candid-words" not in page
    assert f'value="{answer.pk}"' in page
    Client().post(SAY, speaker.does(settles=answer.pk))
    Client().post(SAY, speaker.takes_back(asked.posts.get(number=1).pk))
    write_what_waits(now=now)
    assert Settlement.objects.get().post == answer
    assert hasattr(asked.posts.get(number=1), "withdrawal")
