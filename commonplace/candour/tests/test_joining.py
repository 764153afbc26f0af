"""Whoever holds a sign goes on under it once conversations were joined, taken apart, or moved to fewer readers."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from commonplace.candour.actions.writing import write_what_waits
from commonplace.candour.models import Alias, WaitingSettlement, WaitingWord
from commonplace.candour.queries import signs_in
from commonplace.candour.tests.saying import OPENING, SAY, Speaker, Tokens, written
from commonplace.communities.doors import Visibility
from commonplace.communities.models import Community, Space
from commonplace.communities.spaces.actions import open_space
from commonplace.conversations.actions.merging import merge
from commonplace.conversations.actions.moving import move
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.splitting import split
from commonplace.conversations.models import Conversation, Settlement, Withdrawal
from commonplace.people.models import Person

ASK = "/c/stick/candour/ask"


def say(token: tuple[bytes, bytes], speaker: Speaker, *, at: datetime, **words: object) -> Conversation:
    """Say it and have it written; where it stands then."""
    sign = Client().post(SAY, speaker.request(token, **words)).json()["sign"]
    write_what_waits(now=at)
    return Alias.objects.filter(sign=sign).latest("conversation").conversation


@pytest.fixture
def two(tokens: Tokens, speaker: Speaker, table: Space, now: datetime) -> list[Conversation]:
    """The same was asked twice, under two signs: the first is another's."""
    first = say(tokens[0], Speaker(), at=now - timedelta(hours=5), **OPENING)
    return [first, say(tokens[1], speaker, at=now - timedelta(hours=4), **OPENING | {"title": "Once more"})]


def signs_of(conversation: Conversation) -> list[str]:
    return [one.partition(":")[0] for one in signs_in(conversation)]


def test_a_sign_goes_along_into_the_conversation_that_stays(two, speaker, tokens, ines: Person, hal, now) -> None:
    kept, other = two
    merge(by=ines, kept=kept, other=other)
    assert signs_of(kept) == sorted([kept.alias, other.alias])
    more = {"conversation": kept.pk, "text": "One more thing."}
    assert Client().post(SAY, speaker.request(tokens[2], **more)).json()["sign"] == other.alias
    write_what_waits(now=now)
    page = Client()
    page.force_login(hal)
    assert f"{other.alias}:" in page.get(f"{ASK}?in={kept.pk}").content.decode()
    # Who asked what stays, says what settled it; whoever asked the other does not.
    answer = reply(by=hal, conversation=kept, text="Ask whom it was counted for.")
    assert Client().post(SAY, speaker.does(settles=answer.pk)).status_code == 409
    said = kept.posts.filter(alias=other.alias).earliest("number")
    assert Client().post(SAY, speaker.takes_back(said.pk)).json() == {"waits": True}
    write_what_waits(now=now + timedelta(hours=1))
    assert Withdrawal.objects.get().post == said


def test_what_waits_when_they_are_joined_is_written_where_it_belongs_then(two, speaker, tokens, ines, hal, now) -> None:
    kept, other = two
    answer = reply(by=hal, conversation=other, text="Ask whom it was counted for.")
    Client().post(SAY, speaker.request(tokens[2], conversation=other.pk, text="It was nobody."))
    Client().post(SAY, speaker.does(settles=answer.pk))
    merge(by=ines, kept=kept, other=other)
    assert not WaitingSettlement.objects.exists()
    write_what_waits(now=now)
    assert kept.posts.latest("number").source == "It was nobody."
    assert kept.posts.latest("number").alias == other.alias
    assert (WaitingWord.objects.count(), Settlement.objects.count()) == (0, 0)


def test_a_sign_is_in_both_parts_and_in_one_once_they_are_joined_again(two, speaker, tokens, ines, hal, now) -> None:
    whole = two[1]
    first = reply(by=hal, conversation=whole, text="This is another matter.")
    say(tokens[2], speaker, at=now - timedelta(hours=2), conversation=whole.pk, text="It is mine too.")
    part = split(by=ines, post=first, title="Another matter")
    assert signs_of(part) == signs_of(whole) == [whole.alias]
    assert say(tokens[3], speaker, at=now, conversation=part.pk, text="Still mine.") == part
    assert set(part.posts.exclude(alias="").values_list("alias", flat=True)) == {whole.alias}
    merge(by=ines, kept=whole, other=part)
    assert (signs_of(whole), Alias.objects.filter(conversation=part).exists()) == ([whole.alias], False)


def test_whoever_has_two_keys_of_one_sign_s_making_keeps_the_one_that_is_there(two, speaker, tokens, ines, now) -> None:
    kept, other = two
    say(tokens[2], speaker, at=now, conversation=kept.pk, text="In both, with one key.")
    theirs = Alias.objects.get(conversation=kept, public=written(speaker.public)).sign
    merge(by=ines, kept=kept, other=other)
    assert signs_of(kept) == sorted([kept.alias, theirs])


def test_where_fewer_read_it_by_now_one_takes_back_and_adds_nothing(two, speaker, ines, hal, rosa, now) -> None:
    talk = two[1]
    few = open_space(community=talk.community, slug="few", name="A few", visibility="group", seats=[ines, hal])
    Client().post(SAY, speaker.does(unsettles=talk.pk))
    move(by=ines, conversation=talk, to=few)
    pages = {}
    for person in (hal, rosa):
        client = Client()
        client.force_login(person)
        pages[person] = client.get(f"{ASK}?in={talk.pk}")
        beside = client.get(f"/c/stick/conversations/{talk.pk}/").content.decode()
        assert ("Whoever wrote here under a sign can still take that back." in beside) == (person == hal)
    assert pages[rosa].status_code == 404
    page = pages[hal].content.decode()
    assert "Not every member reads this conversation any more" in page
    assert 'id="candid-words"' not in page
    assert 'id="candid-settling"' not in page
    post = talk.posts.get()
    assert f'data-takes-back="{post.pk}"' in page
    Client().post(SAY, speaker.takes_back(post.pk))
    write_what_waits(now=now)
    assert Withdrawal.objects.get().post == post


def test_what_waits_for_a_conversation_that_moved_to_fewer_goes_on_waiting(
    two, speaker, tokens, ines, hal, now
) -> None:
    talk = two[1]
    few = open_space(community=talk.community, slug="few", name="A few", visibility="group", seats=[ines, hal])
    Client().post(SAY, speaker.request(tokens[2], conversation=talk.pk, text="One more thing."))
    move(by=ines, conversation=talk, to=few)
    write_what_waits(now=now)
    assert (talk.posts.count(), WaitingWord.objects.count()) == (1, 1)


def test_in_a_community_that_became_private_one_takes_back_and_nobody_else_learns_of_it(
    two, speaker, tokens, hal, now
) -> None:
    talk = two[1]
    Community.objects.filter(pk=talk.community_id).update(visibility=Visibility.PRIVATE)
    member = Client()
    member.force_login(hal)
    assert f"{ASK}?in={talk.pk}" in member.get(f"/c/stick/conversations/{talk.pk}/").content.decode()
    page = member.get(f"{ASK}?in={talk.pk}").content.decode()
    assert "Whoever wrote here under a sign before that can still take it back." in page
    post = talk.posts.get()
    assert (f'data-takes-back="{post.pk}"' in page, 'id="candid-words"' in page) == (True, False)
    for sent in (Speaker().takes_back(post.pk), speaker.request(tokens[2], **OPENING), {"said": "?"}):
        assert Client().post(SAY, sent).status_code == 404
    assert Client().post(SAY, speaker.takes_back(post.pk)).json() == {"waits": True}
    write_what_waits(now=now)
    assert Withdrawal.objects.get().post == post
