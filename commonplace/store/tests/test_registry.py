"""Rooms declare things once; a code that is used twice for different things is an error at the start."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from commonplace.store.registry import HOOKS, REGISTRIES, DeclaredTwice, Hook, NotDeclared, Registry


@dataclass(frozen=True)
class Word:
    code: str
    order: int = 0


@pytest.fixture
def words() -> Iterator[Registry[Word]]:
    yield Registry("words of a test", Word)
    del REGISTRIES["words of a test"]


@pytest.fixture
def bell() -> Iterator[Hook[int]]:
    yield Hook("a bell of a test")
    del HOOKS["a bell of a test"]


def test_items_come_by_their_order_and_then_as_declared(words: Registry[Word]) -> None:
    words.declare(Word("c", 2), Word("a", 1), Word("b", 1))
    assert words.codes == ("a", "b", "c")
    assert [word.code for word in words] == ["a", "b", "c"]


def test_the_same_twice_is_once_and_another_of_the_same_code_is_refused(words: Registry[Word]) -> None:
    words.declare(Word("a"), Word("a"))
    assert len(words) == 1
    with pytest.raises(DeclaredTwice):
        words.declare(Word("a", 7))


def test_what_nobody_declared_is_said_with_what_there_is(words: Registry[Word]) -> None:
    words.declare(Word("a"))
    assert (words.get("b"), "b" in words) == (None, False)
    with pytest.raises(NotDeclared, match="declared are a"):
        words["b"]


def test_a_name_belongs_to_one_registry(words: Registry[Word]) -> None:
    with pytest.raises(DeclaredTwice):
        Registry("words of a test", Word)


def test_what_stands_in_goes_again(words: Registry[Word]) -> None:
    words.declare(Word("a"))
    with words.overridden(Word("a", 9), Word("b")):
        assert (words["a"].order, len(words)) == (9, 2)
    assert (words["a"].order, len(words)) == (0, 1)


def test_a_hook_calls_each_callback_once_however_often_it_was_registered(bell: Hook[int]) -> None:
    heard: list[int] = []
    for _ in range(2):
        bell.register(heard.append)
    bell(3)
    assert heard == [3]


def test_where_rows_are_locked_rooms_above_come_first(bell: Hook[int]) -> None:
    heard: list[str] = []
    for room in ("below", "above"):
        bell.register(lambda _number, room=room: heard.append(room))
    bell.downward(3)
    assert heard == ["above", "below"]
