"""Buttons speak warmly, and where one first meets a word that does not say what it does, a half-line says it."""

import re
from datetime import timedelta
from html import unescape

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone, translation
from django.utils.translation import gettext

from commonplace.communities.moderation.actions import appeal, flag, hold
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.settling import settle
from commonplace.conversations.models import Conversation
from tests.furnished import Furnished
from tests.hostile import client_of
from tests.kept import Stage

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_database(
        why="it is about words of the interface",
        seen=["tests/test_hostile.py::test_no_question_makes_a_page_stumble"],
    ),
]

# The word on the button, who meets it, where, and what stands beneath.
OPAQUE = [
    ("Tidy", "steward", "/c/stick/settings/topics/", "Tidying gives a topic another name, or makes two topics one."),
    ("Keep", "steward", "/c/stick/settings", "That saves what stands above; everyone sees it at once."),
    ("Keep it", "member", "/me/profile", "That saves what stands here. You can change it whenever you like."),
    (
        "Open the door",
        "member",
        "/c/stick/invitations/",
        "That makes the link, and sends it in a letter where you gave an address.",
    ),
    ("Give it up", "member", "/c/stick/conversations/drafts/", "A draft that you give up is gone for good."),
    (
        "Ask, tell or think aloud",
        "member",
        "/c/stick/conversations/",
        "It begins a conversation; you choose who can read it.",
    ),
    (
        "It may stay",
        "steward",
        "/c/stick/moderation/",
        "“Hold it back” leaves it to its author and you alone, for now or for good. “It may stay” leaves it as it is "
        "and ends the question.",
    ),
    (
        "Decide otherwise",
        "steward",
        "/c/stick/moderation/",
        "“Let it be read again” shows it to everyone who could read it before. “Decide otherwise” chooses another "
        "measure, with its reason.",
    ),
    ("Look after them", "member", "/account/2fa/", "That is where one gets another name, or is taken away."),
    (
        "Not now",
        "steward",
        "/c/stick/cultivate/",
        "“Not now” puts a suggestion away for four weeks, “Never for us” its whole kind for good, for all who tend.",
    ),
]
SETTLED = "“This settled it”, beneath a reply, marks the answer, so that the next person with your question finds it."


def shown(house: Furnished, who: str, address: str, language: str = "en") -> str:
    answer = client_of(house, who, headers={"accept-language": language}).get(address)
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


@pytest.fixture
def told(house: Furnished, stage: Stage) -> Furnished:
    """With something to look at twice, and somebody who waits."""
    stage.call(lambda: leave_things_to_do(house), "told")
    return house


def leave_things_to_do(house: Furnished) -> None:
    spam = open_conversation(
        by=house.member, space=house.community.spaces.get(slug="table"), title="Buy", text="So it is.", kind="tip"
    )
    flag(by=house.steward, kind="conversation", object_id=spam.pk, community=house.community, why="It sells.")
    talk = open_conversation(
        by=house.member,
        space=spam.space,
        title="Why is that one quiet?",
        text="So it is.",
        kind="question",
        at=timezone.now() - timedelta(days=9),
    )
    words = reply(by=house.member, conversation=talk, text="Nobody knows.")
    held = hold(by=house.steward, kind="post", object_id=words.pk, community=house.community, why="To talk it over.")
    Authenticator.objects.create(user=house.member, type=Authenticator.Type.WEBAUTHN, data={"name": "Key"})
    appeal(by=house.member, hold=held, words="It is only a question.")


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize(("word", "who", "address", "beneath"), OPAQUE, ids=[word for word, *_ in OPAQUE])
def test_a_word_that_is_no_plain_one_is_said_plainly(told, word, who, address, beneath, language):
    page = shown(told, who, address, language)
    with translation.override(language):
        word, beneath = gettext(word), gettext(beneath)
    assert re.search(rf">\s*{re.escape(word)}\s*<", page)
    assert page.count(beneath) == 1


def open_question(house: Furnished) -> Conversation:
    return open_conversation(
        by=house.member,
        space=house.community.spaces.get(slug="table"),
        title="Where does it sing?",
        text="So it is.",
        kind="question",
    )


def test_who_asked_is_told_what_settles_it_once_somebody_has_answered(house):
    asked = open_question(house)
    address = f"/c/stick/conversations/{asked.pk}/"
    assert SETTLED not in shown(house, "member", address)
    answer = reply(by=house.steward, conversation=asked, text="By the weir.")
    page = shown(house, "member", address)
    assert re.search(r">\s*This settled it\s*<", page)
    assert page.count(SETTLED) == 1
    assert SETTLED not in shown(house, "steward", address)
    settle(by=house.member, post=answer)
    assert SETTLED not in shown(house, "member", address)


def test_what_asks_for_no_answer_is_not_settled(house):
    asked = open_conversation(
        by=house.member, space=house.community.spaces.get(slug="table"), title="Hm", text="So it is.", kind="tip"
    )
    reply(by=house.steward, conversation=asked, text="Thank you.")
    assert SETTLED not in shown(house, "member", f"/c/stick/conversations/{asked.pk}/")
