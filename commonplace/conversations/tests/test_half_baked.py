"""What its author calls half-baked says so where it is read, and nobody is handed its words to quote."""

from __future__ import annotations

import re

import pytest

from commonplace.conversations.actions import quoting, translating
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.rights import NotTheirs
from commonplace.conversations.models import Conversation, Draft, Post
from commonplace.conversations.tests.machine import Machine
from commonplace.conversations.tests.typed import HERE, NEW, WORDS, SignIn

pytestmark = pytest.mark.django_db
MARK = '<span class="state">Half-baked: please do not quote</span>'


def test_it_is_said_in_the_composer_and_stands_above_the_words(signed_in: SignIn, hal, tomasz, table) -> None:
    assert 'name="half_baked"' in signed_in(hal).get(NEW).text
    signed_in(hal).post(NEW, WORDS | {"half_baked": "on"})
    opening = Post.objects.get()
    page = f"{HERE}{opening.conversation_id}/"
    signed_in(tomasz).post(f"{page}posts", {"text": "Like a whistle, you mean?"})
    read = signed_in(tomasz).get(page).text
    assert [one.is_half_baked for one in Post.objects.order_by("number")] == [True, False]
    assert (read.count(MARK), "?quote=1#reply" in read, "?quote=2#reply" in read) == (1, False, True)


def test_a_reply_may_be_so_too(signed_in: SignIn, asked: Conversation, tomasz) -> None:
    page = f"{HERE}{asked.pk}/"
    assert 'name="half_baked"' in signed_in(tomasz).get(page).text
    signed_in(tomasz).post(f"{page}posts", {"text": "A whistle?", "half_baked": "on"})
    assert asked.posts.get(number=2).is_half_baked


@pytest.mark.parametrize("sent", [{"draft": "1"}, {"title": ""}, {"preview": "1"}])
def test_the_wish_stays_with_words_that_are_not_sent_yet(signed_in: SignIn, hal, table, sent: dict[str, str]) -> None:
    shown = signed_in(hal).post(NEW, WORDS | {"half_baked": "on"} | sent)
    assert Draft.objects.get().words["half_baked"] == "on"
    if shown.status_code == 302:
        shown = signed_in(hal).get(f"{NEW}?draft={Draft.objects.get().pk}")
    assert shown.context["form"]["half_baked"].value()
    (tick,) = re.findall(r'<input[^>]*name="half_baked"[^>]*>', shown.text)
    assert " checked" in tick


def test_its_author_says_so_as_they_change_the_words_and_nobody_else_does(
    signed_in: SignIn, answered: Post, tomasz, rosa
) -> None:
    change = f"{HERE}{answered.conversation_id}/posts/2/text"
    words = {"text": "Like a kettle.", "on_revision": "1", "half_baked": "on"}
    assert 'name="half_baked"' not in signed_in(rosa).get(change).text
    signed_in(rosa).post(change, words)
    assert not Post.objects.get(pk=answered.pk).is_half_baked
    signed_in(tomasz).post(change, words | {"on_revision": "2"})
    assert Post.objects.get(pk=answered.pk).is_half_baked
    (tick,) = re.findall(r'<input[^>]*name="half_baked"[^>]*>', signed_in(tomasz).get(change).text)
    assert " checked" in tick
    # The words as they stand, without the tick: half-baked no more, and not one state more.
    revision = Post.objects.get(pk=answered.pk).revision
    signed_in(tomasz).post(change, {"text": "Like a kettle.", "on_revision": str(revision)})
    now = Post.objects.get(pk=answered.pk)
    assert (now.is_half_baked, now.revision) == (False, revision)


def test_its_author_says_so_later_and_takes_it_back(signed_in: SignIn, answered: Post, hal, tomasz) -> None:
    page = f"{HERE}{answered.conversation_id}/"
    deed = f"{page}posts/2/half-baked"
    assert (signed_in(hal).post(deed).status_code, answered.conversation.posts.quotable().count()) == (404, 2)
    assert f'formaction="{deed}"' not in signed_in(hal).get(page).text
    assert f'formaction="{deed}"' in signed_in(tomasz).get(page).text
    for _twice in range(2):
        assert signed_in(tomasz).post(deed)["Location"] == f"{page}?from=2#p2"
    assert MARK in signed_in(hal).get(page).text
    signed_in(tomasz).post(deed, {"take_back": "1"})
    assert MARK not in signed_in(hal).get(page).text
    with pytest.raises(NotTheirs):
        quoting.say_half_baked(by=hal, post=answered)


def test_nobody_is_handed_its_words(signed_in: SignIn, answered: Post, hal, tomasz) -> None:
    quoting.say_half_baked(by=tomasz, post=answered)
    page = f"{HERE}{answered.conversation_id}/"
    quoting_it = signed_in(hal).get(f"{page}?quote=2").context["form"]
    assert quoting_it is None
    assert "air valve" not in signed_in(hal).get(HERE).text
    quoting.say_half_baked(by=tomasz, post=answered, is_half_baked=False)
    assert "> We had one" in signed_in(hal).get(f"{page}?quote=2").context["form"]["text"].value()
    assert "air valve" in signed_in(hal).get(HERE).text


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_no_other_machine_is_asked_to_say_it(signed_in: SignIn, service, answered: Post, hal, tomasz) -> None:
    again = f"{HERE}{answered.conversation_id}/posts/2/again?from=en&in=pl"
    assert "Its words are sent to" in signed_in(hal).get(again).text
    quoting.say_half_baked(by=tomasz, post=answered)
    assert "Its words are sent to" not in signed_in(hal).get(again).text
    answered.refresh_from_db()
    with pytest.raises(translating.NoDraft):
        translating.draft(by=hal, post=answered, language="pl", out_of="en")
    assert Machine.asked == []


def test_a_second_sending_is_the_first(hal, table) -> None:
    said = {"by": hal, "space": table, "kind": "idea", "title": "A whistle", "text": "Perhaps.", "idempotency_key": "k"}
    first = open_conversation(**said, is_half_baked=True)
    assert open_conversation(**said) == first
    assert first.posts.get().is_half_baked
    assert not reply(by=hal, conversation=first, text="Or not.").is_half_baked
