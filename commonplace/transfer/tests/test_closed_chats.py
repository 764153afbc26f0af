"""A closed chat stays with the stewards until its people had two weeks and could take back what is theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.conversations.models import Post
from commonplace.letters.models import Letter as Posted
from commonplace.lib.archives.stream import Author, Place, Record
from commonplace.people.answers_by_link import ANSWERS
from commonplace.people.models import Person
from commonplace.transfer.actions.closed_chats import CODE, TooEarly, open_chat, tell_people
from commonplace.transfer.actions.moving_in import move_in
from commonplace.transfer.models import NOTICE, ClosedChat, Handle
from commonplace.transfer.tests.invented import message, of


def chat(*more: Record) -> list[Record]:
    """A closed chat of two, one of whom the place knew by a confirmed address, and a channel for all."""
    return [
        Place("closed", "The inner circle", is_closed=True),
        Place("open", "Everybody"),
        Author("ada", "Ada Quill", address="ada@wells.example", is_verified=True),
        Author("hal", "Hal of old"),
        message("c1", "ada", place="closed", thread="c1", text="Only for us"),
        message("c2", "hal", place="closed", thread="c1", minutes=1, text="Agreed"),
        message("o1", "ada", place="open", thread="o1", text="For everybody"),
        *more,
    ]


@pytest.fixture
def closed(stick: Community) -> ClosedChat:
    moved = move_in(reader=of(chat()), community=stick)
    assert (moved.account.outcomes["aside"]["messages"], moved.account.outcomes["kept"]["messages"]) == (2, 1)
    return ClosedChat.objects.select_related("space__community").get()


def _readable(person: Person | None) -> list[str]:
    posts = Post.objects.visible_to(person).filter(origin__startswith="invented").order_by("pk")
    return list(posts.values_list("source", flat=True))


def test_stewards_alone_read_it(closed: ClosedChat, ines: Person, hal: Person) -> None:
    assert _readable(ines) == ["Only for us", "Agreed", "For everybody"]
    assert _readable(hal) == ["For everybody"]


def test_it_opens_two_weeks_after_its_people_were_told(closed: ClosedChat, ines: Person, hal: Person) -> None:
    now = timezone.now()
    with pytest.raises(TooEarly):
        open_chat(chat=closed, by=ines, at=now)
    before = Posted.objects.count()
    assert tell_people(chat=closed, by=ines, at=now) == 1
    assert tell_people(chat=closed, by=ines, at=now) == 0
    (letter,) = Posted.objects.order_by("pk")[before:]
    assert letter.to == "ada@wells.example"
    with pytest.raises(TooEarly):
        open_chat(chat=closed, by=ines, at=now + NOTICE - timedelta(minutes=1))
    open_chat(chat=closed, by=ines, at=now + NOTICE)
    assert _readable(hal) == ["Only for us", "Agreed", "For everybody"]


def test_the_link_takes_back_what_is_ones_own(closed: ClosedChat, ines: Person) -> None:
    now = timezone.now()
    ada = Person.objects.get(name="Ada Quill")
    assert ANSWERS[CODE].ask(ada, closed.pk, "", now) is None  # nobody told her yet
    tell_people(chat=closed, by=ines, at=now)
    question = ANSWERS[CODE].ask(ada, closed.pk, "", now)
    assert question is not None
    assert "1 thing" in question.lede
    assert ANSWERS[CODE].give(ada, closed.pk, "", now) is not None
    assert _readable(ines) == ["Agreed", "For everybody"]
    # What was taken back does not come again, and what is new waits for two weeks of its own.
    move_in(
        reader=of(chat(message("c3", "hal", place="closed", minutes=9, text="Later"))), community=closed.space.community
    )
    assert sorted(_readable(ines)) == ["Agreed", "For everybody", "Later"]
    closed.refresh_from_db()
    assert closed.told_at is None


def test_its_pages(closed: ClosedChat, ines: Person, hal: Person, client: Client) -> None:
    Handle.objects.filter(name="Hal of old").update(person=hal)
    Post.objects.filter(source="Agreed").update(author=hal)
    steward = reverse("closed_chat", args=["stick", closed.pk])
    mine = reverse("closed_chat_mine", args=["stick", closed.pk])
    client.force_login(hal)
    assert client.get(steward).status_code == 404
    page = client.get(mine)
    assert "Agreed" in page.text
    assert "Only for us" not in page.text
    assert client.post(mine, {"post": Post.objects.get(source="Only for us").pk}, follow=True).status_code == 200
    assert "1 thing is taken back." in client.post(mine, {"all": "1"}, follow=True).text
    client.force_login(ines)
    assert _readable(ines) == ["Only for us", "For everybody"]
    assert "Tell its people" in client.get(steward).text
    assert "1 person is written to." in client.post(steward, {"tell": "1"}, follow=True).text
    assert "these are not over" in client.post(steward, {"open": "1"}, follow=True).text
    assert "The inner circle" in client.get(reverse("imports", args=["stick"])).text
