"""The composer: who will read it stands with the title, what was said already says how it stands."""

import html
import re
from typing import Any

import pytest
from django.utils import timezone

from commonplace.communities.models import Community, Space
from commonplace.communities.spaces.actions import open_space
from commonplace.conversations.actions.ending import close
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.settling import settle
from commonplace.conversations.models import Conversation, Post
from commonplace.conversations.tests.typed import HERE, NEW, WORDS, SignIn
from commonplace.people.models import Person
from commonplace.search.catch_up import catch_up

NOTHING = "Nothing is written yet, so there is nothing to see."


def page(client: Any, address: str, **said: str) -> str:
    answer = client.post(address, said) if said else client.get(address)
    return html.unescape(answer.content.decode())


def test_who_can_see_it_stands_under_the_title(signed_in: SignIn, hal: Person, table: Space, window: Space) -> None:
    said = page(signed_in(hal), f"{NEW}?space={window.slug}")
    under_title = said[said.index('id="id_title"') : said.index('id="similar"')]
    told = rf'value="{window.slug}"\s+checked>\s*<span><b dir="auto">[^<]*</b>\s*<small>([^<]*)</small>'
    chosen = re.search(told, under_title)
    assert chosen is not None
    anyone = "Anyone can read this without signing in, search engines too."
    assert chosen[1] == f"{anyone} With a say here: Inês Baptista (steward)."
    assert said.count('name="space"') == under_title.count('name="space"') >= 2


def test_chosen_place_among_many_is_seen_with_the_title(
    signed_in: SignIn, hal: Person, stick: Community, table: Space
) -> None:
    for number in range(6):
        open_space(community=stick, name=f"Room {number}", slug=f"room-{number}")
    said = page(signed_in(hal), f"{NEW}?space=room-5")
    places = re.findall(r'name="space" value="([^"]+)"', said)
    assert places[0] == "room-5"
    assert len(places) == len(set(places)) >= 7
    assert said.index(places[3]) > said.index("Somewhere else")


def test_similar_talk_says_whether_it_settled(
    signed_in: SignIn, hal: Person, tomasz: Person, table: Space, asked: Conversation, answered: Post
) -> None:
    settle(by=hal, post=answered)
    open_conversation(by=hal, space=table, kind="problem", title="Singing valves everywhere", text="Again.")
    over = open_conversation(by=hal, space=table, kind="tip", title="A valve sings no more", text="Oil.")
    close(by=hal, conversation=over, why="")
    catch_up(now=timezone.now())
    said = page(signed_in(tomasz), f"{HERE}similar?title=valve+that+sings")
    stands = dict(re.findall(r'href="[^"]*/(\d+)/[^"]*">.*?class="state[^"]*">([^<]*)<', said, re.DOTALL))
    assert stands[str(asked.pk)] == "Settled"
    assert stands[str(over.pk)] == "Closed"
    assert sorted(stands.values()) == ["Closed", "Open", "Settled"]


def test_four_letters_of_a_title_are_looked_up_and_three_are_not(
    signed_in: SignIn, hal: Person, tomasz: Person, table: Space
) -> None:
    for number in range(5):
        open_conversation(by=hal, space=table, kind="tip", title=f"Pump number {number}", text="Oil.")
    client = signed_in(tomasz)
    assert page(client, f"{HERE}similar?title=pum") == ""
    assert len(re.findall(r"/conversations/\d+/", page(client, f"{HERE}similar?title=pump"))) == 4


@pytest.mark.parametrize("text", ["", "   ", "[a]: https://example.org"])
def test_nothing_is_not_previewed(signed_in: SignIn, hal: Person, asked: Conversation, text: str) -> None:
    client = signed_in(hal)
    alone = page(client, f"{HERE}preview", kind="tip", title="", text=text)
    assert re.sub(r"<[^>]*>", "", alone).strip() == NOTHING
    assert 'class="kind"' not in alone
    assert '<div class="prose">' not in alone
    assert NOTHING in page(client, f"{HERE}{asked.pk}/posts", text=text, preview="1")
    assert NOTHING in page(client, NEW, **(WORDS | {"title": "", "text": text, "preview": "1"}))


def test_title_alone_is_previewed_with_what_is_missing(signed_in: SignIn, hal: Person, table: Space) -> None:
    said = page(signed_in(hal), f"{HERE}preview", kind="tip", title="A wet finger", text="")
    assert "A wet finger" in said
    assert "No words yet." in said
