"""Thanks that an archive only counts: a number beside those that it names, said in words and brought up to date."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonplace.communities.doors import Visibility
from commonplace.communities.models import Community, Deed, Space
from commonplace.conversations.actions.reactions import thank
from commonplace.conversations.models import Post, Thanks
from commonplace.lib.archives.stream import Author, Place, Record
from commonplace.lib.archives.stream import Thanks as Thanked
from commonplace.people.models import Person
from commonplace.transfer.actions.moving_in import move_in
from commonplace.transfer.actions.placing import Wish
from commonplace.transfer.tests.invented import message, of
from commonplace.transfer.tests.test_places import adds_up

SAID: list[Record] = [
    Place("general", "General"),
    Author("ada", "Ada Quill"),
    Author("bruno", "Bruno Marsh"),
    Author("cora", "Cora Field"),
    message("m1", "ada", thread="m1", title="Warp"),
    message("m2", "bruno", minutes=2, thread="m1", answers="m1"),
]


def nameless(number: int, key: str = "m1") -> list[Record]:
    return [Thanked(key, None)] * number


def named(*authors: str, key: str = "m1") -> list[Record]:
    return [Thanked(key, author) for author in authors]


def counted(name: str = "m1") -> tuple[int, int]:
    """Of a message: who thanked by name, and how many without."""
    post = Post.objects.get(source=f"What {name} says.")
    return post.thanks_count, post.thanks_elsewhere


def moved(stick: Community, *thanks: Record) -> dict[str, int]:
    """What became of the thanks of an export."""
    account = move_in(reader=of([*SAID, *thanks]), community=stick).account
    adds_up(account)
    told: dict[str, int] = account.as_json()["records"].get("thanks", {})
    return {word: number for word, number in told.items() if number}


def test_they_stand_as_a_number_beside_those_with_a_name(stick: Community) -> None:
    assert moved(stick, *nameless(7), *named("bruno"), *nameless(2, "unheard-of")) == {
        "read": 10, "kept": 8, "passed_over": 2
    }  # fmt: skip
    assert counted() == (1, 7)
    assert Deed.objects.filter(verb="thanked").count() == Thanks.objects.count() == 1


def test_a_later_export_says_the_number_anew(stick: Community) -> None:
    moved(stick, *nameless(7))
    assert moved(stick, *nameless(7)) == {"read": 7, "already": 7}
    assert moved(stick, *nameless(9)) == {"read": 9, "kept": 2, "already": 7}
    assert counted() == (0, 9)
    assert moved(stick, *nameless(4)) == {"read": 4, "already": 4}
    assert counted() == (0, 4)
    # An export that tells of none may be one that does not tell of them at all.
    assert moved(stick) == {}
    assert counted() == (0, 4)


def test_whoever_one_export_names_and_another_counts_is_counted_once(stick: Community) -> None:
    moved(stick, *nameless(2))
    moved(stick, *named("bruno", "cora"))
    assert counted() == (2, 0)
    moved(stick, *nameless(3))
    assert counted() == (2, 1)
    # A place that names the latest alone: four of six by now, two of them others than before.
    moved(stick, *named("bruno"), *nameless(4))
    assert counted() == (2, 3)


def test_thanks_that_are_said_here_are_no_part_of_it(stick: Community, ines: Person) -> None:
    moved(stick, *nameless(3))
    thank(by=ines, post=Post.objects.get(source="What m1 says."))
    moved(stick, *nameless(3))
    assert counted() == (1, 3)


@pytest.mark.parametrize("who", ["stranger", "ines"])
def test_it_is_said_in_words_to_whoever_may_read(
    stick: Community, window: Space, client: Client, ines: Person, who: str
) -> None:
    Community.objects.filter(pk=stick.pk).update(visibility=Visibility.PUBLIC)
    wish = Wish(mapped={"general": window.slug})
    move_in(reader=of([*SAID, *nameless(7), *nameless(1, "m2")]), community=stick, wish=wish)
    if who == "ines":
        client.force_login(ines)
    post = Post.objects.get(source="What m1 says.")
    page = client.get(f"/c/{stick.slug}/conversations/{post.conversation_id}/")
    assert "Thanked 7 times elsewhere" in page.text
    assert "Thanked 1 time elsewhere" in page.text


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(exports=st.lists(st.tuples(st.integers(0, 4), st.sets(st.sampled_from(["bruno", "cora"]))), max_size=4))
def test_however_they_come_none_is_counted_twice(stick: Community, exports: list[tuple[int, set[str]]]) -> None:
    with transaction.atomic():
        for number, names in exports:
            moved(stick, *nameless(number), *named(*sorted(names)))
            here, elsewhere = counted()
            if number or names:
                assert here + elsewhere == max(here, number + len(names))
        transaction.set_rollback(True)
