"""Addresses in what moved in that led to what moved in as well lead to it here."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from commonplace.communities.models import Community
from commonplace.conversations.actions.changing import edit
from commonplace.conversations.models import Post, Revision
from commonplace.lib.archives.stream import Author, Link, Place, Record
from commonplace.people.models import Person
from commonplace.transfer.actions.moving_in import move_in
from commonplace.transfer.actions.placing import Wish
from commonplace.transfer.leading import Home, leading_here
from commonplace.transfer.tests.invented import after, message, of
from commonplace.transfer.tests.test_places import adds_up, rows

SITE = "https://old.example/t"
BODY = f"See [there]({SITE}/2), {SITE}/3 and `{SITE}/2`."
PLACE: list[Record] = [Place("general", "General"), Author("ada", "Ada Quill")]


def first(text: str = BODY, **more: object) -> Record:
    return message("m1", "ada", thread="m1", title="Warp", text=text, **more)


def others() -> list[Record]:
    return [
        message("m2", "ada", minutes=2, thread="m2", title="Weft [wide]"),
        message("m3", "ada", minutes=3, thread="m2", answers="m2"),
    ]


LINKS: list[Record] = [Link("m1", "m2", f"{SITE}/2"), Link("m1", "m3", f"{SITE}/3")]


def moved(stick: Community, *records: Record) -> dict[str, int]:
    """What became of the links of an export."""
    account = move_in(reader=of([*PLACE, *records]), community=stick, wish=Wish(mapped={"general": "table"})).account
    adds_up(account)
    told: dict[str, int] = account.as_json()["records"]["links"]
    return {word: number for word, number in told.items() if number}


def led(stick: Community) -> str:
    """The body as it stands once it leads here."""
    home = f"/c/{stick.slug}/conversations/{Post.objects.get(source='What m2 says.').conversation_id}/"
    return f"See [there]({home}), [Weft [wide\\]]({home}posts/2/) and `{SITE}/2`.".replace("[wide", "\\[wide")


def said() -> Post:
    return Post.objects.get(conversation__title="Warp", number=1)


def test_an_address_leads_to_the_conversation_here(stick: Community, client: Client, ines: Person) -> None:
    assert moved(stick, first(), *others(), *LINKS, Link("m1", "m1"), Link("gone", "m1", f"{SITE}/1")) == {
        "read": 4, "kept": 2, "passed_over": 2
    }  # fmt: skip
    post = said()
    assert post.source == led(stick)
    assert (post.revision, post.edited_at, Revision.objects.count()) == (1, None, 0)
    client.force_login(ines)
    home = Post.objects.get(source="What m3 says.")
    page = client.get(f"/c/{stick.slug}/conversations/{post.conversation_id}/").text
    assert f'href="/c/{stick.slug}/conversations/{home.conversation_id}/posts/2/"' in page
    assert client.get(f"/c/{stick.slug}/conversations/{home.conversation_id}/posts/2/", follow=True).status_code == 200


def test_a_second_run_leaves_it_as_it_is(stick: Community) -> None:
    moved(stick, first(), *others(), *LINKS)
    before = rows()
    assert moved(stick, first(), *others(), *LINKS) == {"read": 2, "already": 2}
    assert (said().source, rows()) == (led(stick), before)


def test_what_comes_a_year_later_is_led_to_then(stick: Community) -> None:
    assert moved(stick, first(), *LINKS) == {"read": 2, "passed_over": 2}
    assert said().source == BODY
    assert moved(stick, first(), *others(), *LINKS) == {"read": 2, "kept": 2}
    assert said().source == led(stick)


def test_new_words_of_the_archive_come_and_lead_here(stick: Community) -> None:
    moved(stick, first(), *others(), *LINKS)
    assert moved(stick, first(f"{BODY} Indeed.", edited_at=after(60)), *others(), *LINKS) == {"read": 2, "kept": 2}
    assert said().source == f"{led(stick)} Indeed."
    assert said().revision == 2


def test_what_was_changed_here_stays(stick: Community, ines: Person) -> None:
    moved(stick, first(), *LINKS)
    edit(by=ines, post=said(), text=f"As I put it: {SITE}/2", on_revision=1)
    assert moved(stick, first(), *others(), *LINKS) == {"read": 2, "passed_over": 2}
    assert said().source == f"As I put it: {SITE}/2"


HOMES = {f"{SITE}/2": Home("/here/2", "Two"), f"{SITE}/22": Home("/here/22", "Twenty-two")}


@pytest.mark.parametrize(
    ("source", "leads"),
    [
        (f"{SITE}/2", "[Two](/here/2)"),
        (f"({SITE}/22).", "([Twenty-two](/here/22))."),
        (f"<{SITE}/2>", "[Two](/here/2)"),
        (f"[a]({SITE}/2 'b') [c](<{SITE}/2>)", "[a](/here/2 'b') [c](</here/2>)"),
        (f"{SITE}/223 {SITE}/2x x{SITE}/2", f"{SITE}/223 {SITE}/2x x{SITE}/2"),
        (f"```\n{SITE}/2\n```\n{SITE}/2", f"```\n{SITE}/2\n```\n[Two](/here/2)"),
        (f"a\n\n    {SITE}/2\n\n``x {SITE}/2``", f"a\n\n    {SITE}/2\n\n``x {SITE}/2``"),
    ],
)
def test_only_what_is_a_link_leads_here(source: str, leads: str) -> None:
    assert leading_here(source, HOMES).source == leads


@given(st.text(alphabet="`~()<>[] \n", max_size=30), st.text(alphabet="`~()<>[] \n", max_size=30))
def test_nothing_but_addresses_is_changed(before: str, after: str) -> None:
    source = f"{before}{SITE}/2{after}"
    leading = leading_here(source, HOMES)
    assert leading.source == source if not leading.number else leading.source.startswith(before.removesuffix("<"))
