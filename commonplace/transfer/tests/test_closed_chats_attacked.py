"""Nobody reads a closed chat before its time: by no seat, space, move or door; and its people have their two weeks."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.membership.actions.standing import make_member, make_steward
from commonplace.communities.models import Community, Membership, Space, SpaceSeat
from commonplace.communities.readers import read_on
from commonplace.communities.spaces.actions import NotForThem, WordsWouldReachFurther, change_space, seat
from commonplace.communities.stewards import NotASteward
from commonplace.conversations.actions.changing import edit, withdraw
from commonplace.conversations.actions.moving import NobodyToAsk, move
from commonplace.conversations.models import Conversation, Post
from commonplace.letters.models import Letter
from commonplace.people.merging import merge
from commonplace.people.models import Person
from commonplace.transfer.actions.closed_chats import TooEarly, open_chat, tell_people
from commonplace.transfer.actions.moving_in import move_in
from commonplace.transfer.community_out import write_community
from commonplace.transfer.models import NOTICE, ClosedChat
from commonplace.transfer.tests.invented import message, of
from commonplace.transfer.tests.test_closed_chats import _readable, chat


@pytest.fixture
def closed(stick: Community, rosa: Person) -> ClosedChat:
    move_in(reader=of(chat(message("c9", None, place="closed", thread="c9", text="By nobody"))), community=stick)
    return ClosedChat.objects.select_related("space__community").get()


def standing(person: Person) -> Membership:
    return Membership.objects.get(person=person, community__slug="stick")


def secret(person: Person) -> set[str]:
    return {*_readable(person)} - {"For everybody"}


def test_a_steward_gives_nobody_else_a_seat(closed: ClosedChat, ines: Person, hal: Person, client: Client) -> None:
    with pytest.raises(NotForThem):
        seat(by=ines, space=closed.space, person=hal)
    client.force_login(ines)
    answer = client.post(reverse("settings_seats", args=["stick", closed.space_id]), {"person": hal.pk}, follow=True)
    assert "Only stewards read this group" in answer.text
    assert secret(hal) == set()


def test_the_space_grows_no_wider_by_its_settings(closed: ClosedChat, ines: Person, hal: Person) -> None:
    for visibility in ("members", "public"):
        with pytest.raises(WordsWouldReachFurther):
            change_space(by=ines, space=closed.space, visibility=visibility)
    assert secret(hal) == set()


def test_no_conversation_of_it_is_moved_to_more_readers(closed: ClosedChat, ines: Person, hal: Person) -> None:
    table = Space.objects.get(community__slug="stick", slug="table")
    asked = move(by=ines, conversation=Conversation.objects.get(title="Only for us"), to=table)
    assert asked.agreed_at is None  # those who wrote in it are asked first
    with pytest.raises(NobodyToAsk):
        move(by=ines, conversation=Conversation.objects.get(title="By nobody"), to=table)
    assert secret(hal) == set()


def test_the_page_of_a_move_says_that_somebody_cannot_be_asked(
    closed: ClosedChat, ines: Person, client: Client
) -> None:
    client.force_login(ines)
    here = Conversation.objects.get(title="By nobody")
    answer = client.post(reverse("move", args=["stick", here.pk]), {"space": "table"})
    assert "somebody who cannot be asked" in answer.text


def test_stewards_who_change_meanwhile(closed: ClosedChat, ines: Person, rosa: Person, hal: Person) -> None:
    everything = {"Only for us", "Agreed", "By nobody"}
    assert (secret(rosa), secret(hal)) == (everything, set())
    make_member(by=ines, membership=standing(rosa))
    make_steward(by=ines, membership=standing(hal))
    assert (secret(rosa), secret(hal)) == (set(), everything)
    now = timezone.now()
    tell_people(chat=closed, by=ines, at=now)
    leave(person=ines, community=closed.space.community)
    assert secret(ines) == set()
    for nobody in (ines, rosa):
        with pytest.raises(NotASteward):
            open_chat(chat=closed, by=nobody, at=now + NOTICE)
    open_chat(chat=closed, by=hal, at=now + NOTICE)
    assert (secret(rosa), secret(hal)) == (everything, everything)
    assert not SpaceSeat.objects.filter(space=closed.space).exists()


def test_whoever_says_who_they_are_after_the_notice_has_two_weeks_too(
    closed: ClosedChat, ines: Person, tomasz: Person, client: Client
) -> None:
    now = timezone.now() - NOTICE
    tell_people(chat=closed, by=ines, at=now)
    merge(kept=tomasz, other=Person.objects.get(name="Hal of old"), why="claimed")
    with pytest.raises(TooEarly):
        open_chat(chat=closed, by=ines, at=now + NOTICE)
    client.force_login(ines)
    page = reverse("closed_chat", args=["stick", closed.pk])
    assert "1 person has said since who they are" in client.get(page).text
    assert "not all were told" in client.post(page, {"open": "1"}, follow=True).text
    before = set(Letter.objects.values_list("pk", flat=True))
    assert "1 person is written to." in client.post(page, {"tell": "1"}, follow=True).text
    (letter,) = Letter.objects.exclude(pk__in=before)
    assert letter.to == EmailAddress.objects.get(user=tomasz, primary=True).email
    closed.refresh_from_db()
    assert closed.told_at is not None
    assert closed.told_at > now + timedelta(days=13)
    with pytest.raises(TooEarly):
        open_chat(chat=closed, by=ines)
    assert tell_people(chat=closed, by=ines) == 0
    open_chat(chat=closed, by=ines, at=closed.told_at + NOTICE)


def test_what_was_taken_back_is_nowhere_once_it_opens(
    closed: ClosedChat, ines: Person, hal: Person, client: Client
) -> None:
    post = Post.objects.get(source="Agreed")
    assert post.author is not None
    edit(by=ines, post=post, text="Agreed, corrected quetzal", on_revision=1)
    withdraw(by=post.author, post=post)
    now = timezone.now() - NOTICE
    tell_people(chat=closed, by=ines, at=now)
    open_chat(chat=closed, by=ines, at=now + NOTICE)
    read_on()
    client.force_login(hal)
    where = post.conversation_id
    for page in (
        f"/c/stick/conversations/{where}/", f"/c/stick/conversations/{where}/posts/2/history", "/search?q=quetzal",
        f"/api/v1/communities/stick/conversations/{where}", "/c/stick/conversations/",
    ):  # fmt: skip
        answer = client.get(page).text.replace("q=quetzal", "")
        assert "Agreed" not in answer
    assert "Only for us" in client.get(f"/c/stick/conversations/{where}/").text


def test_no_door_shows_it_before(closed: ClosedChat, ines: Person, hal: Person, client: Client) -> None:
    read_on()
    where = Conversation.objects.get(title="Only for us").pk
    client.force_login(hal)
    doors = (
        "/c/stick/", "/c/stick/conversations/", "/c/stick/people/", "/search?q=circle",
        f"/c/stick/conversations/{where}/", f"/api/v1/communities/stick/conversations/{where}",
        "/api/v1/communities/stick/conversations", "/api/v1/communities/stick/spaces", "/c/stick/imports/", "/me/",
    )  # fmt: skip
    for door in doors:
        answer = client.get(door, follow=True)
        assert ("Only for us" in answer.text, "inner circle" in answer.text) == (False, False), door


def test_a_community_leaves_it_behind_until_it_is_open(closed: ClosedChat, ines: Person, tmp_path: Path) -> None:
    def told() -> str:
        path = tmp_path / "out.zip"
        write_community(closed.space.community, path)
        with zipfile.ZipFile(path) as packed:
            return "".join(packed.read(name).decode() for name in packed.namelist() if name.endswith(".jsonl"))

    before = told()
    assert ("Only for us" in before, "inner circle" in before, "For everybody" in before) == (False, False, True)
    now = timezone.now()
    tell_people(chat=closed, by=ines, at=now)
    open_chat(chat=closed, by=ines, at=now + NOTICE)
    assert "Only for us" in told()


def test_where_no_letter_reaches_anybody_the_page_says_so(stick: Community, ines: Person, client: Client) -> None:
    move_in(reader=of([chat()[0], message("c1", "x", place="closed", thread="c1")]), community=stick)
    client.force_login(ines)
    page = reverse("closed_chat", args=["stick", ClosedChat.objects.get().pk])
    answer = client.post(page, {"tell": "1"}, follow=True).text
    assert "No letter reaches anybody of them" in answer
    assert "Tell those whom no letter reached yourself" in answer


def test_today_tells_of_it_once_it_is_open(closed: ClosedChat, ines: Person, hal: Person, client: Client) -> None:
    client.force_login(hal)
    assert "of May 2019 moved in" not in client.get("/c/stick/").text
    now = timezone.now() - NOTICE
    tell_people(chat=closed, by=ines, at=now)
    open_chat(chat=closed, by=ines, at=now + NOTICE)
    assert "4 messages of May 2019 moved in" in client.get("/c/stick/").text
