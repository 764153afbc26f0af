"""Saying something candidly: without a session, by a token, kept until the hour, and then written by nobody."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.db import models
from django.test import Client

from commonplace.attention.models import Follow, ReadMark, Visit
from commonplace.candour.actions import saying
from commonplace.candour.actions.saying import DAY
from commonplace.candour.actions.writing import write_what_waits
from commonplace.candour.models import Alias, CandourKey, SpentToken, WaitingSettlement, WaitingWithdrawal, WaitingWord
from commonplace.candour.months import before
from commonplace.candour.queries import ENOUGH
from commonplace.candour.tests.saying import OPENING, SAY, Speaker, Tokens, written
from commonplace.communities.doors import SpaceVisibility, Visibility
from commonplace.communities.models import Community, Deed, Space
from commonplace.communities.spaces.actions import open_space
from commonplace.conversations.actions.ending import close
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, Withdrawal
from commonplace.people.models import Person


def test_what_was_said_waits_and_is_written_by_nobody(tokens: Tokens, speaker: Speaker, table: Space, now) -> None:
    deeds, later = Deed.objects.count(), now + timedelta(hours=1)
    answer = Client().post(SAY, speaker.request(tokens[0], **OPENING))
    sign = answer.json()["sign"]
    assert answer.headers["Cache-Control"].count("no-store") == 1
    assert not answer.cookies
    assert (Conversation.objects.count(), Deed.objects.count(), SpentToken.objects.count()) == (0, deeds, 0)
    write_what_waits(now=later)
    made = Conversation.objects.get()
    post = made.posts.get()
    assert (made.author, made.alias, made.space, made.opened_at) == (None, sign, table, later)
    assert (post.author, post.alias, post.source, post.written_at) == (None, sign, OPENING["text"], later)
    deed = Deed.objects.latest("pk")
    assert (deed.verb, deed.person, deed.happened_at) == ("opened", None, later)
    assert Alias.objects.get().public == written(speaker.public)
    assert (SpentToken.objects.count(), WaitingWord.objects.count()) == (1, 0)
    assert not Follow.objects.exists()
    assert not ReadMark.objects.exists()
    assert not Visit.objects.exists()


def test_what_waits_has_no_moment_and_no_person() -> None:
    for model in (WaitingWord, WaitingSettlement, WaitingWithdrawal, SpentToken, Alias):
        kept = model._meta.get_fields()
        assert not [one for one in kept if isinstance(one, models.DateTimeField | models.DateField | models.TimeField)]
        assert Person not in {one.related_model for one in kept}


def test_a_session_that_comes_along_is_not_looked_at(tokens, speaker, rosa: Person, client: Client) -> None:
    client.force_login(rosa)
    session = dict(client.session)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post(SAY, speaker.request(tokens[0], **OPENING)).status_code == 200
    assert dict(client.session) == session


def test_the_same_request_gets_the_first_answer_before_and_after_the_hour(tokens, speaker, now) -> None:
    asked = speaker.request(tokens[0], **OPENING)
    first = Client().post(SAY, asked).json()
    assert Client().post(SAY, asked).json() == first
    write_what_waits(now=now)
    assert Client().post(SAY, asked).json() == first
    write_what_waits(now=now)
    assert (Conversation.objects.count(), SpentToken.objects.count(), WaitingWord.objects.count()) == (1, 1, 0)


def test_a_token_is_spent_once(tokens: Tokens, speaker: Speaker, now: datetime) -> None:
    Client().post(SAY, speaker.request(tokens[0], **OPENING))
    others = speaker.request(tokens[0], **OPENING | {"text": "Something else."})
    for _hour in range(2):
        answer = Client().post(SAY, others)
        assert (answer.status_code, answer.json()) == (409, {"refused": "spent"})
        write_what_waits(now=now)
    assert Conversation.objects.count() == 1


def test_where_too_few_drew_no_token_is_taken(browser, hal, key: CandourKey, others_drew, speaker, now) -> None:
    others_drew(ENOUGH - 2)
    hals = browser(hal)
    token = (hals.prepared[0], hals.draw(now=now)[0])
    CandourKey.objects.filter(pk=key.pk).update(month=before(key.month))
    answer = Client().post(SAY, speaker.request(token, **OPENING))
    assert (answer.status_code, answer.json()) == (409, {"refused": "token"})
    assert not WaitingWord.objects.exists()


def test_what_was_not_signed_by_its_key_is_refused(tokens: Tokens, speaker: Speaker) -> None:
    asked = speaker.request(tokens[0], **OPENING)
    altered = json.dumps(OPENING | {"prepared": written(tokens[0][0]), "token": written(tokens[0][1])}).encode()
    for changed in (
        {"public": written(Speaker().public)},
        {"signature": written(bytes(64))},
        {"signature": "?"},
        {"said": written(altered + b" ")},
        {"said": ""},
    ):
        answer = Client().post(SAY, asked | changed)
        assert (answer.status_code, answer.json()) == (422, {"refused": "unfit"})
    assert not WaitingWord.objects.exists()


@pytest.mark.parametrize("said", [b"[]", b"1", b"\xff", b"{", b"[" * 50_000, b"{}", b'{"conversation": "x"}'])
def test_nonsense_that_is_signed_is_refused(candid: Community, speaker: Speaker, said: bytes) -> None:
    sent = {"said": written(said), "public": written(speaker.public), "signature": written(speaker.sign(said))}
    assert Client().post(SAY, sent).status_code == 422


@pytest.mark.parametrize("words", [{"text": "***"}, {"text": ""}, {"title": " "}, {"text": "a" * 60_001}])
def test_words_that_say_nothing_or_too_much_are_refused(tokens, speaker: Speaker, words: dict[str, str]) -> None:
    answer = Client().post(SAY, speaker.request(tokens[0], **OPENING | words))
    assert (answer.status_code, answer.json()) == (422, {"refused": "words"})
    assert not WaitingWord.objects.exists()


def test_it_goes_only_where_every_member_reads(tokens: Tokens, speaker: Speaker, candid, ines: Person, now) -> None:
    group = open_space(community=candid, slug="few", name="A few", visibility=SpaceVisibility.GROUP, seats=[ines])
    inside = open_conversation(by=ines, space=group, kind="question", title="Inside", text="Inside.")
    closed = open_conversation(by=ines, space=candid.spaces.get(slug="table"), kind="idea", title="Old", text="Old.")
    close(by=ines, conversation=closed)
    reply = {"text": "I was there too."}
    for words in (
        OPENING | {"space": "few"},
        OPENING | {"space": "nowhere"},
        reply | {"conversation": inside.pk},
        reply | {"conversation": closed.pk},
        reply | {"conversation": 2**61},
    ):
        answer = Client().post(SAY, speaker.request(tokens[0], **words))
        assert (answer.status_code, answer.json()) == (409, {"refused": "place"})


def test_what_became_narrower_meanwhile_goes_on_waiting(tokens, speaker, table: Space, now: datetime) -> None:
    Client().post(SAY, speaker.request(tokens[0], **OPENING))
    Space.objects.filter(pk=table.pk).update(visibility=SpaceVisibility.GROUP)
    write_what_waits(now=now)
    assert (Conversation.objects.count(), WaitingWord.objects.count()) == (0, 1)


def test_one_goes_on_under_the_same_sign_and_nobody_else_can(tokens: Tokens, speaker: Speaker, now) -> None:
    sign = Client().post(SAY, speaker.request(tokens[0], **OPENING)).json()["sign"]
    write_what_waits(now=now)
    talk = Conversation.objects.get()
    more = {"conversation": talk.pk, "text": "One more thing."}
    assert Client().post(SAY, speaker.request(tokens[1], **more)).json()["sign"] == sign
    other = Client().post(SAY, Speaker().request(tokens[2], **more)).json()["sign"]
    assert other != sign
    write_what_waits(now=now + timedelta(hours=1))
    assert sorted(talk.posts.values_list("alias", flat=True)) == sorted([sign, sign, other])
    assert Alias.objects.filter(conversation=talk).count() == 2


def test_all_that_waited_has_one_moment_and_no_order(tokens: Tokens, now: datetime) -> None:
    for number, token in enumerate(tokens):
        Client().post(SAY, Speaker().request(token, **OPENING | {"title": f"{number}"}))
    write_what_waits(now=now)
    assert set(Conversation.objects.values_list("opened_at", flat=True)) == {now}
    # One in 40,320 that chance draws the order in which they came.
    assert list(Conversation.objects.order_by("pk").values_list("title", flat=True)) != [*"01234567"]


def test_it_waits_for_an_hour_that_is_drawn_by_chance(tokens: Tokens, candid: Community, now: datetime) -> None:
    for token in tokens:
        Client().post(SAY, Speaker().request(token, **OPENING, later=True))
    drawn = [*WaitingWord.objects.values_list("hours", flat=True)]
    assert {0 <= one < DAY for one in drawn} == {True}
    for hour in range(DAY):
        written = sum(one <= hour for one in drawn)
        write_what_waits(now=now + timedelta(hours=hour))
        assert (Conversation.objects.count(), SpentToken.objects.count()) == (written, written)
    assert not WaitingWord.objects.exists()


def test_what_is_said_later_under_a_sign_is_not_read_before(tokens: Tokens, speaker: Speaker, hal, table, now) -> None:
    talk = open_conversation(by=hal, space=table, kind="question", title="Who?", text="Who was it?")
    for token in tokens:
        words = {"conversation": talk.pk, "text": "One more thing.", "later": True}
        Client().post(SAY, speaker.request(token, **words))
        latest = WaitingWord.objects.order_by("-hours")[0].hours
        assert WaitingWord.objects.get(digest=sha256(token[0]).hexdigest()).hours == latest


@pytest.mark.parametrize(("left", "most"), [(30, 23), (24, 23), (5, 4), (2, 1), (1, 0), (0, 0)])
def test_it_waits_for_no_hour_of_the_next_month(left: int, most: int) -> None:
    now = datetime(2026, 12, 1, tzinfo=UTC) - timedelta(hours=left, minutes=1)
    drawn = {saying.hours_by_chance("", None, now) for _n in range(600)}
    assert (min(drawn), max(drawn)) == (0, most)


def test_nothing_is_said_where_it_is_switched_off_or_private(tokens, speaker: Speaker, candid: Community) -> None:
    asked = speaker.request(tokens[0], **OPENING)
    Community.objects.filter(pk=candid.pk).update(visibility=Visibility.PRIVATE)
    assert Client().post(SAY, asked).status_code == 404
    Community.objects.filter(pk=candid.pk).update(visibility=Visibility.LISTED, modules=[])
    assert Client().post(SAY, asked).status_code == 404
    assert Client().get(SAY).status_code == 405


def test_only_whoever_holds_its_sign_takes_a_post_back_and_at_the_hour(tokens, speaker, hal: Person, now) -> None:
    Client().post(SAY, speaker.request(tokens[0], **OPENING))
    write_what_waits(now=now)
    talk = Conversation.objects.get()
    post, named = talk.posts.get(), reply(by=hal, conversation=talk, text="I know that.")
    for alien in (Speaker().takes_back(post.pk), speaker.takes_back(named.pk), speaker.takes_back(2**61)):
        answer = Client().post(SAY, alien)
        assert (answer.status_code, answer.json()) == (409, {"refused": "place"})
    for _time in range(2):
        assert Client().post(SAY, speaker.takes_back(post.pk)).json() == {"waits": True}
    assert not Withdrawal.objects.exists()
    write_what_waits(now=now + timedelta(hours=1))
    assert list(Withdrawal.objects.values_list("post", "at")) == [(post.pk, now + timedelta(hours=1))]
    assert not WaitingWithdrawal.objects.exists()
    assert Client().post(SAY, speaker.takes_back(post.pk)).status_code == 409
    assert Client().post(SAY, speaker.takes_back(0)).status_code == 422
