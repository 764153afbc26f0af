"""Long conversations: which posts a page shows of how many, and going to a day."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as house
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from commonplace.communities.models import Hold, Space
from commonplace.communities.moderation.actions import hold
from commonplace.communities.viewpoint import Viewpoint, standing_of
from commonplace.conversations.actions.changing import withdraw
from commonplace.conversations.actions.merging import merge
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.splitting import split
from commonplace.conversations.models import Conversation, Post, Withdrawal
from commonplace.conversations.queries.span import SIZE
from commonplace.conversations.queries.thread import Thread, page_of, thread
from commonplace.conversations.tests.typed import BEGAN, HERE, LENGTH, SignIn, numbers
from commonplace.people.models import Person

Queries = Callable[[int], Any]


def where(page: str) -> tuple[int, int, int] | None:
    """What a page says of where it stands; the same at its head and at its foot."""
    said = {tuple(map(int, found)) for found in re.findall(r"Posts (\d+) to (\d+) of (\d+)", page)}
    assert len(said) <= 1
    return said.pop() if said else None  # type: ignore[return-value]


# --- n to m of k ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fates:
    """What became of posts, by their numbers: held, taken back, gone for good."""

    held: Collection[int]
    withdrawn: Collection[int]
    gone: Collection[int]


some = st.one_of(
    st.frozensets(st.integers(2, LENGTH), max_size=12),
    st.tuples(st.integers(2, LENGTH), st.integers(0, LENGTH)).map(lambda ends: range(ends[0], ends[1] + 1)),
)
fates = st.builds(Fates, held=some, withdrawn=some, gone=some)


def befall(conversation: Conversation, drawn: Fates, by: Person) -> None:
    posts = conversation.posts.all()
    posts.filter(number__in=list(drawn.gone)).delete()
    keys = dict(posts.values_list("number", "pk"))
    community = conversation.community_id
    Hold.objects.bulk_create(
        Hold(community_id=community, kind="post", object_id=keys[n], by=by, why="A look")
        for n in drawn.held
        if n in keys
    )
    Withdrawal.objects.bulk_create(Withdrawal(post_id=keys[n]) for n in drawn.withdrawn if n in keys)


def walked(opened: Conversation, viewpoint: Viewpoint) -> Iterator[Thread]:
    """Every page from the beginning on, as one goes from each to the next."""
    start: int | None = 1
    while start is not None:
        found = page_of(viewpoint, opened.pk)
        assert found is not None
        yield (part := thread(found, viewpoint=viewpoint, start=start))
        start = part.span.later


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=fates, wanted=st.integers(1, LENGTH + 5))
@example(drawn=Fates(range(60, LENGTH + 1), (), ()), wanted=LENGTH)  # hardly a page is left for most
@example(drawn=Fates((), (), range(2, LENGTH + 1)), wanted=120)
@example(drawn=Fates((7,), (8,), (9,)), wanted=51)
def test_a_page_says_which_posts_it_shows_of_those_one_may_see(
    drawn: Fates, wanted: int, long: Conversation, rosa: Person, tomasz: Person, leila: Person
) -> None:
    with transaction.atomic():
        befall(long, drawn, rosa)
        for person in (None, leila, tomasz, rosa):
            viewpoint = Viewpoint(person, long.community, standing_of(person, long.community))
            shown = [n for n in range(1, LENGTH + 1) if n not in drawn.gone]
            if person not in (tomasz, rosa):
                shown = [n for n in shown if n not in drawn.held]
            seen: list[int] = []
            for part in walked(long, viewpoint):
                here = [post.number for post in part.posts]
                assert part.span.total == len(shown)
                assert here == shown[part.span.first_place - 1 : part.span.last_place]
                assert part.span.last == shown[-1]
                assert len(here) == min(SIZE, len(shown))
                assert part.span.last_before == (shown[part.span.before - 1] if part.span.before else None)
                if part.span.earlier is None:
                    assert here[0] == shown[0]
                else:
                    assert part.span.earlier in shown[max(0, part.span.before - SIZE) : part.span.before] or (
                        part.span.earlier == 1
                    )
                seen += here
            assert sorted(set(seen)) == shown, "walking leaves nobody out"
            found = page_of(viewpoint, long.pk)
            assert found is not None
            landed = thread(found, viewpoint=viewpoint, start=wanted)
            following = [n for n in shown if n >= wanted] or shown[-1:]
            assert following[0] in [post.number for post in landed.posts], "an address shows its post"
        transaction.set_rollback(True)


PAGES = {
    "": ((1, 50, 175), None, "?from=51#p51"),
    "?from=51": ((51, 100, 175), "", "?from=101#p101"),
    "?from=77": ((77, 126, 175), "?from=27", "?from=127#p127"),
    "?from=174": ((126, 175, 175), "?from=76", None),
    "?from=99999": ((126, 175, 175), "?from=76", None),
}


def test_head_and_foot_say_where_one_is(
    client: Client, long: Conversation, django_assert_max_num_queries: Queries
) -> None:
    here = f"{HERE}{long.pk}/"
    for address, (says, earlier, later) in PAGES.items():
        with django_assert_max_num_queries(6):
            page = client.get(here + address).text
        assert where(page) == says
        assert len(re.findall(r"Posts \d+ to", page)) == 2
        links = {rel: re.findall(rf'rel="{rel}" href="([^"]*)"', page) for rel in ("prev", "next")}
        assert links == {
            "prev": [] if earlier is None else [here + earlier] * 2,
            "next": [] if later is None else [here + later] * 2,
        }
        assert (f'href="{here}?from=175#p175"' in page.split("<article")[0]) is (later is not None)


def test_a_short_conversation_says_nothing_of_pages(signed_in: SignIn, hal: Person, answered: Post) -> None:
    page = signed_in(hal).get(f"{HERE}{answered.conversation_id}/").text
    assert where(page) is None
    assert 'name="on"' not in page


def test_what_is_held_is_counted_for_those_who_see_it(
    signed_in: SignIn, long: Conversation, rosa: Person, leila: Person, tomasz: Person, client: Client
) -> None:
    for number in (3, 60, 175):
        pk = long.posts.get(number=number).pk
        hold(by=rosa, kind="post", object_id=pk, community=long.community, why="A look")
    withdraw(by=tomasz, post=long.posts.get(number=4))
    here = f"{HERE}{long.pk}/"
    first = client.get(here).text
    assert where(first) == (1, 50, 172)
    assert numbers(first) == [1, 2, *range(4, 52)], "what was taken back keeps its place"
    assert f'href="{here}?from=52#p52"' in first
    assert f'href="{here}?from=174#p174"' in first, "the end is what one may read"
    for person, total in ((leila, 172), (tomasz, 175), (rosa, 175)):
        assert where(signed_in(person).get(here).text) == (1, 50, total)


def test_a_page_of_a_long_conversation_costs_a_member_at_most_twelve_queries(
    signed_in: SignIn, long: Conversation, rosa: Person, django_assert_max_num_queries: Queries
) -> None:
    pk = long.posts.get(number=60).pk
    hold(by=rosa, kind="post", object_id=pk, community=long.community, why="A look")
    client = signed_in(rosa)
    for address in ("?from=51", "?reply=3", "?quote=3", "?from=175"):
        with django_assert_max_num_queries(12):
            client.get(f"{HERE}{long.pk}/{address}")


def test_pages_of_what_was_taken_apart_go_on_past_the_gap(signed_in: SignIn, long: Conversation, rosa: Person) -> None:
    made = split(by=rosa, post=long.posts.get(number=121), title="Apart")
    client = signed_in(rosa)
    page = client.get(f"{HERE}{long.pk}/?from=51").text
    assert where(page) == (51, 100, 120)
    assert where(client.get(f"{HERE}{made.pk}/?from=51").text) == (6, 55, 55)


# --- Addresses ---------------------------------------------------------------------------------------------------


CANONICAL = {
    "": "",
    "?from=1": "",
    "?from=50": "",
    "?from=51": "?from=51",
    "?from=77": "?from=51",
    "?from=126": "?from=126",
    "?from=170": "?from=126",
    "?from=x": "",
}


def test_one_address_stands_for_many(client: Client, long: Conversation) -> None:
    for address, canonical in CANONICAL.items():
        page = client.get(f"{HERE}{long.pk}/{address}").text
        assert f'<link rel="canonical" href="{house.BASE_URL}{HERE}{long.pk}/{canonical}">' in page


def test_an_address_of_a_post_shows_it_wherever_it_stands(client: Client, long: Conversation) -> None:
    for number in (1, 49, 50, 51, 52, 100, 125, 126, 127, 175):
        there = client.get(f"{HERE}{long.pk}/posts/{number}/")["Location"]
        assert there == f"{HERE}{long.pk}/?from={number}#p{number}"
        assert number in numbers(client.get(there.partition("#")[0]).text)


# --- Going to a day ----------------------------------------------------------------------------------------------


DAYS = {
    "2024-03-01": 1,
    "2024-03-02": 2,
    "2024-05-01": 62,
    "1999-12-31": 1,
    "0001-01-01": 1,
    "2024-08-22": 175,
}


def test_a_day_leads_to_the_first_post_written_since(client: Client, long: Conversation) -> None:
    for zone in ("UTC", "Asia/Tokyo", "America/La_Paz"):
        client.cookies["zone"] = zone
        for day, number in DAYS.items():
            led = client.get(f"{HERE}{long.pk}/", {"on": day})
            assert led["Location"] == f"{HERE}{long.pk}/?from={number}#p{number}"


def test_a_day_begins_where_the_reader_is(client: Client, long: Conversation) -> None:
    """Written at noon in Greenwich, which is the next day in Kiritimati."""
    client.cookies["zone"] = "Pacific/Kiritimati"
    led = client.get(f"{HERE}{long.pk}/", {"on": "2024-05-02"})
    assert led["Location"].endswith("#p62")


def test_a_day_after_the_last_says_so_at_the_end(client: Client, long: Conversation) -> None:
    client.cookies["zone"] = "America/La_Paz"
    for day in ("2024-08-23", "9999-12-31"):
        page = client.get(f"{HERE}{long.pk}/", {"on": day})
        assert page.status_code == 200
        assert "Nothing was written on" in page.text
        assert where(page.text) == (126, 175, 175)
        assert f'value="{day}"' in page.text


def test_what_is_no_day_is_said_to_be_none(client: Client, asked: Conversation, hal: Person) -> None:
    client.force_login(hal)
    for day in ("", "yesterday", "2024-02-30", '"><script>', "\x00", "9" * 400):
        page = client.get(f"{HERE}{asked.pk}/", {"on": day})
        assert page.status_code == 422
        assert "That is no day of the calendar." in page.text
        assert "<script>" not in page.text


def test_a_day_leads_to_nothing_one_may_not_see(
    client: Client, signed_in: SignIn, long: Conversation, rosa: Person, tomasz: Person
) -> None:
    hold(by=rosa, kind="post", object_id=long.posts.get(number=62).pk, community=long.community, why="A look")
    withdraw(by=tomasz, post=long.posts.get(number=63))
    there = f"{HERE}{long.pk}/?on=2024-05-01"
    assert client.get(there)["Location"].endswith("#p64")
    assert signed_in(rosa).get(there)["Location"].endswith("#p62")


def test_a_day_is_found_in_what_was_joined(
    client: Client, long: Conversation, window: Space, rosa: Person, hal: Person
) -> None:
    """What was said before stands behind what was said since."""
    before = BEGAN - timedelta(days=90)
    older = open_conversation(by=hal, space=window, kind="discussion", title="Old", text="Once.", at=before)
    merge(by=rosa, kept=long, other=older)
    assert client.get(f"{HERE}{long.pk}/?on=2023-12-01")["Location"].endswith("#p176")
    assert client.get(f"{HERE}{long.pk}/?on=2024-02-01")["Location"].endswith("#p1")


def test_a_stranger_learns_no_day_where_members_talk(client: Client, asked: Conversation) -> None:
    assert client.get(f"{HERE}{asked.pk}/?on=1999-01-01").status_code == 404
