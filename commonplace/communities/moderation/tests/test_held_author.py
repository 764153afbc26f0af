"""An author whose words are held back is told: first in what needs them, and by letter; the answer reaches them too."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.communities.inbox import needs_from, waiting_for
from commonplace.communities.models import Membership, Space
from commonplace.communities.moderation.actions import appeal, hide, hold, release
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation
from commonplace.letters.models import Letter
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(rosa: Person, table: Space) -> Conversation:
    return open_conversation(by=rosa, space=table, kind="tip", title="Listen at night", text="It is quieter.")


def first_need(person: Person) -> tuple[str, str]:
    standings = list(Membership.objects.current().filter(person=person).select_related("community"))
    waiting = waiting_for(person, standings, now=timezone.now())
    needs = needs_from(waiting, {one.community_id: one for one in standings}, person)
    return (needs[0].action, needs[0].url) if needs else ("", "")


@pytest.mark.parametrize("kind", ["conversation", "post"])
def test_the_author_is_told_first_and_by_letter(said, rosa, ines, tomasz, table, kind: str) -> None:
    post = reply(by=rosa, conversation=said, text="And colder.")
    thing = {"conversation": said.pk, "post": post.pk}[kind]
    held = hold(by=ines, kind=kind, object_id=thing, community=table.community, why="It names a street.")
    link = reverse("appeal", args=["stick", held.pk])
    assert first_need(rosa) == ("Ask for a second look", link)
    assert first_need(tomasz)[1] != link
    letter = Letter.objects.get(kind="moderation")
    assert (link in letter.text, "It names a street." in letter.text, ines.name in letter.text) == (True, True, False)
    appeal(by=rosa, hold=held, words="It is no street.")
    assert first_need(rosa)[1] != link
    assert first_need(ines)[1] == reverse("moderation", args=["stick"])
    release(by=ines, hold=held, why="Right.")
    assert [one.subject for one in Letter.objects.filter(kind="moderation").order_by("pk")] == [
        "Something you wrote in The Listening Stick is held back",
        "What you wrote in The Listening Stick can be read again",
    ]


def test_another_decision_is_told_too_and_may_be_asked_about(said, rosa, ines, table) -> None:
    hold(by=ines, kind="conversation", object_id=said.pk, community=table.community, why="Wait.")
    again = hide(by=ines, kind="conversation", object_id=said.pk, community=table.community, why="For good.")
    assert first_need(rosa) == ("Ask for a second look", reverse("appeal", args=["stick", again.pk]))
    assert Letter.objects.filter(kind="moderation").count() == 2


def test_nobody_is_told_of_what_they_held_themselves_or_left_behind(said, rosa, ines, table) -> None:
    own = open_conversation(by=ines, space=table, kind="tip", title="Mine", text="Words")
    hold(by=ines, kind="conversation", object_id=own.pk, community=table.community, why="A mistake of mine.")
    Membership.objects.filter(person=rosa).update(standing="alumnus")
    hold(by=ines, kind="conversation", object_id=said.pk, community=table.community, why="Wait.")
    assert not Letter.objects.filter(kind="moderation").exists()


def test_today_shows_it(client: Client, said, rosa, ines, table) -> None:
    hold(by=ines, kind="conversation", object_id=said.pk, community=table.community, why="It names a street.")
    client.force_login(rosa)
    assert "Something you wrote is held back" in client.get("/c/stick/").text
