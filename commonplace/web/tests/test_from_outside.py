"""What a stranger learns from one page that they were sent to, and the ways to the composer of those who are in."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from commonplace.communities.doors import Visibility
from commonplace.communities.founding.actions import found
from commonplace.communities.models import Community, Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person

ASK = reverse("compose", args=["stick"])


@pytest.fixture
def open_talk(hal: Person, stick: Community, window: Space) -> Conversation:
    Community.objects.filter(pk=stick.pk).update(visibility=Visibility.PUBLIC, domain="Finding leaks")
    return open_conversation(
        by=hal, space=window, kind="question", title="Two peaks", text='Has **anyone** seen "two" peaks <in> one?'
    )


def title_of(page: str) -> str:
    return " ".join(re.findall(r"<title>(.*?)</title>", page, re.DOTALL)[0].split())


def test_a_stranger_learns_whose_conversation_it_is(client: Client, open_talk: Conversation) -> None:
    page = client.get(reverse("conversation", args=["stick", open_talk.pk])).content.decode()
    assert title_of(page) == "Two peaks · The Listening Stick · Commonplace"
    folio = page.split('class="folio"')[1].split("</p>")[0]
    assert (reverse("about", args=["stick"]) in folio, "The Listening Stick" in folio) == (True, True)
    margin = page.split("<aside")[1]
    assert (reverse("join", args=["stick"]) in margin, "Finding leaks" in margin) == (True, True)
    assert 'name="description" content="Has anyone seen &quot;two&quot; peaks &lt;in&gt; one?"' in page


def test_a_member_is_not_told_where_they_are(client: Client, hal: Person, open_talk: Conversation) -> None:
    client.force_login(hal)
    page = client.get(reverse("conversation", args=["stick", open_talk.pk])).content.decode()
    assert ('name="description"' in page, reverse("join", args=["stick"]) in page) == (False, False)


@pytest.mark.parametrize("name", ["community", "about", "conversations", "people"])
def test_titles_name_the_community_once(client: Client, open_talk: Conversation, name: str) -> None:
    answer = client.get(reverse(name, args=["stick"]))
    if answer.status_code == 200:
        assert title_of(answer.content.decode()).count("The Listening Stick") == 1
    assert name == "people" or answer.status_code == 200


@pytest.mark.parametrize("name", ["community", "about"])
def test_search_engines_are_told_what_it_is_about(client: Client, open_talk: Conversation, name: str) -> None:
    page = client.get(reverse(name, args=["stick"])).content.decode()
    assert 'name="description" content="Finding leaks"' in page


def test_one_asks_from_today_and_from_the_rail(client: Client, hal: Person, stick: Community) -> None:
    client.force_login(hal)
    for page in (client.get(reverse("community", args=["stick"])), client.get(reverse("home"))):
        assert ASK in page.content.decode().split('<header class="title"')[1].split("</header>")[0]
    rail = client.get(reverse("people", args=["stick"])).content.decode().split('<nav class="rail"')[1]
    assert ASK in rail.split("<details")[0]


def test_whoever_belongs_to_several_chooses_where_to_ask(client: Client, hal: Person, stick: Community) -> None:
    found(by=hal, name="Open Wells", slug="wells")
    client.force_login(hal)
    head = client.get(reverse("home")).content.decode().split('<header class="title"')[1].split("</header>")[0]
    assert (ASK in head, reverse("compose", args=["wells"]) in head) == (True, True)


def test_whoever_may_not_write_is_not_led_to_the_composer(client: Client, stranger: Person, open_talk: Conversation):
    client.force_login(stranger)
    page = client.get(reverse("conversation", args=["stick", open_talk.pk])).content.decode()
    assert ASK not in page.split('<nav class="rail"')[1]


def test_today_says_first_what_waits_and_then_what_is_new(client: Client, hal: Person, leila: Person, table: Space):
    open_conversation(by=leila, space=table, kind="question", title="Two peaks", text="Has anyone?")
    open_conversation(by=leila, space=table, kind="tip", title="Wet gravel", text="It hums.")
    client.force_login(hal)
    page = client.get(reverse("community", args=["stick"])).content.decode()
    places = [page.index(f'id="{one}"') for one in ("needs", "open", "new")]
    assert places == sorted(places)
    assert (page.count("Two peaks"), page.count("Wet gravel")) == (1, 1)


def test_search_engines_are_told_what_a_door_leads_to(client: Client, stick: Community) -> None:
    for address in ("/", reverse("account_login")):
        page = client.get(address).text
        (said,) = re.findall('<meta name="description" content="([^"]+)"', page)
        assert len(said) > 30
