"""Reasons that stewards keep: offered wherever one is asked of them, chosen without script, and nobody else's."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from commonplace.communities.founding.actions import found
from commonplace.communities.joining.actions.asking import ask_to_join
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Hold, JoinRequest, Membership, SavedReason
from commonplace.communities.moderation import actions as moderating
from commonplace.communities.reasons import actions
from commonplace.communities.reasons.queries import MOST
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Closure, Conversation
from commonplace.people.models import Person

WORDS = "It sells something. Say where you work, and tell it as an experience."
PAGE = "/c/stick/settings/reasons/"


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def kept(stick: Community, rosa: Person) -> SavedReason:
    return actions.keep_reason(by=rosa, community=stick, words=WORDS)


@pytest.fixture
def talk(table, hal: Person) -> Conversation:
    return open_conversation(by=hal, space=table, kind="question", title="Where?", text="Where is it?")


def list_of() -> list[str]:
    return list(SavedReason.objects.order_by("position", "pk").values_list("words", flat=True))


def pages(talk: Conversation, rosa: Person, stranger: Person, tomasz: Person) -> dict[str, tuple[str, str, str]]:
    """Each page on which a steward is asked for a reason: where it stands, where it is sent, the field's name."""
    stick = talk.community
    request = ask_to_join(person=stranger, community=stick, cares_about="Leaks")
    assert isinstance(request, JoinRequest)
    post = talk.posts.get().pk
    other = open_conversation(by=tomasz, space=talk.space, kind="tip", title="Buy", text="Buy pumps.")
    held = moderating.hold(by=rosa, kind="conversation", object_id=other.pk, community=stick, why="An advertisement.")
    old = Person.objects.create_user(name="Old Voice", claimed_at=None)
    admit(person=old, community=stick, origin="archive")
    place = Membership.objects.get(person=tomasz, community=stick)
    return {
        "hold": (here := f"/c/stick/hold/post/{post}", here, "why"),
        "let go": (here := f"/c/stick/moderation/holds/{held.pk}/release", here, "why"),
        "close": (here := f"/c/stick/conversations/{talk.pk}/closure", here, "why"),
        "answer at the door": ("/c/stick/requests/", f"/c/stick/requests/{request.pk}", f"{request.pk}-words"),
        "take out": (here := f"/c/stick/people/{old.pk}/taking-out", here, "why"),
        "ask to leave": (
            f"/c/stick/settings/members/{place.pk}",
            f"/c/stick/settings/members/{place.pk}/removal",
            "removal-words",
        ),
    }


def besides(name: str, field: str) -> dict[str, str]:
    """What else the form asks for."""
    prefix = field.removesuffix("words").removesuffix("why")
    asked = {
        "hold": {"measure": "held"},
        "take out": {"words": "stay"},
        "answer at the door": {f"{prefix}accept": "no"},
    }
    return asked.get(name, {})


def test_every_page_that_asks_a_steward_for_a_reason_offers_them(talk, kept, rosa, stranger, tomasz) -> None:
    client = client_of(rosa)
    for name, (page, _to, field) in pages(talk, rosa, stranger, tomasz).items():
        said = unescape(client.get(page).text)
        prefix = field.removesuffix("words").removesuffix("why")
        assert f'name="{prefix}saved_reason"' in said, name
        assert f'data-words="{WORDS}"' in said, name
        assert f'name="{prefix}keep_reason"' in said, name
        # Without script nothing keeps a browser from sending the choice alone.
        area = re.search(rf'<(?:textarea|input)[^>]*name="{field}"[^>]*>', said)
        assert area, name
        assert "required" not in area[0], name


def test_a_chosen_reason_says_what_it_says(talk, kept, rosa, stranger, tomasz) -> None:
    client = client_of(rosa)
    for name, (_page, to, field) in pages(talk, rosa, stranger, tomasz).items():
        prefix = field.removesuffix("words").removesuffix("why")
        answer = client.post(to, {f"{prefix}saved_reason": kept.pk, field: "", **besides(name, field)})
        assert answer.status_code == 302, (name, answer.text)
    assert Hold.objects.get(kind="post").why == WORDS
    assert Hold.objects.get(kind="conversation").lifted_why == WORDS
    assert Closure.objects.get(conversation=talk).why == WORDS
    assert JoinRequest.objects.get().answer == WORDS
    assert Hold.objects.get(kind="name").why == WORDS
    assert Membership.objects.get(person=tomasz).left_why == WORDS
    assert list_of() == [WORDS]


def test_own_words_count_before_a_chosen_reason_and_are_kept_with_one_tick(talk, kept, rosa) -> None:
    to = f"/c/stick/hold/post/{talk.posts.get().pk}"
    mine = {"saved_reason": kept.pk, "why": "It names a customer.", "keep_reason": "on", "measure": "held"}
    client_of(rosa).post(to, mine)
    assert Hold.objects.get().why == "It names a customer."
    assert list_of() == [WORDS, "It names a customer."]


def test_neither_words_nor_a_choice_is_no_reason(talk, kept, rosa) -> None:
    to = f"/c/stick/hold/post/{talk.posts.get().pk}"
    for given in ({}, {"saved_reason": kept.pk + 9}, {"saved_reason": "x"}):
        assert (
            client_of(rosa).post(to, {"why": " ", "measure": "held", "keep_reason": "on", **given}).status_code == 422
        )
    assert not Hold.objects.exists()
    assert list_of() == [WORDS]


def test_a_reason_of_another_community_cannot_be_chosen(talk, rosa, stranger) -> None:
    other = found(by=stranger, name="Elsewhere", slug="elsewhere")
    theirs = actions.keep_reason(by=stranger, community=other, words="Ours alone.")
    to = f"/c/stick/hold/post/{talk.posts.get().pk}"
    assert client_of(rosa).post(to, {"saved_reason": theirs.pk, "why": "", "measure": "held"}).status_code == 422
    assert "Ours alone." not in client_of(rosa).get(to).text
    assert client_of(rosa).post(f"{PAGE}{theirs.pk}", {"go": "1"}).status_code == 404
    assert client_of(stranger).get(PAGE).status_code == 404


def test_whoever_began_a_conversation_is_offered_none(talk, kept, hal) -> None:
    to = f"/c/stick/conversations/{talk.pk}/closure"
    said = client_of(hal).get(to).text
    assert "saved_reason" not in said
    assert "keep_reason" not in said
    assert WORDS not in said
    client_of(hal).post(to, {"why": "Found it.", "keep_reason": "on", "saved_reason": kept.pk})
    assert (Closure.objects.get().why, list_of()) == ("Found it.", [WORDS])


@pytest.mark.parametrize("who", ["hal", "stranger"])
def test_only_stewards_see_and_change_the_list(kept, who, request) -> None:
    client = client_of(request.getfixturevalue(who))
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, {"words": "Mine"}).status_code == 404
    for press in ({"go": "1"}, {"up": "1"}, {f"{kept.pk}-words": "Mine"}):
        assert client.post(f"{PAGE}{kept.pk}", press).status_code == 404
    assert list_of() == [WORDS]


def test_the_list_is_written_reworded_ordered_and_cleared_where_it_is_pressed(kept, rosa) -> None:
    client = client_of(rosa)
    client.post(PAGE, {"words": "Twice asked."})
    second = SavedReason.objects.get(words="Twice asked.")
    assert client.post(f"{PAGE}{second.pk}", {"up": "1"}).headers["Location"] == f"{PAGE}#reason-{second.pk}"
    assert list_of() == ["Twice asked.", WORDS]
    client.post(f"{PAGE}{second.pk}", {"up": "1"})
    client.post(f"{PAGE}{kept.pk}", {"down": "1"})
    assert list_of() == ["Twice asked.", WORDS]
    client.post(f"{PAGE}{second.pk}", {f"{second.pk}-words": "Asked before: look at the archive."})
    assert list_of() == ["Asked before: look at the archive.", WORDS]
    same = client.post(f"{PAGE}{second.pk}", {f"{second.pk}-words": WORDS})
    assert (same.status_code, "Another reason says the same." in same.text) == (422, True)
    client.post(f"{PAGE}{second.pk}", {"go": "1"})
    assert list_of() == [WORDS]
    assert client.post(f"{PAGE}{second.pk}", {"go": "1"}).status_code == 404


def test_the_same_words_are_one_reason_and_the_list_stays_short(stick, kept, rosa, talk) -> None:
    actions.keep_reason(by=rosa, community=stick, words=WORDS)
    for number in range(MOST - 1):
        actions.keep_reason(by=rosa, community=stick, words=f"Reason {number}")
    with pytest.raises(actions.TooManyReasons):
        actions.keep_reason(by=rosa, community=stick, words="One more")
    answer = client_of(rosa).post(PAGE, {"words": "One more"})
    assert (answer.status_code, SavedReason.objects.count()) == (422, MOST)
    assert "keep_reason" not in client_of(rosa).get(f"/c/stick/hold/post/{talk.posts.get().pk}").text


def test_only_a_steward_keeps_one(stick, hal) -> None:
    with pytest.raises(actions.NotASteward):
        actions.keep_reason(by=hal, community=stick, words="Mine")
