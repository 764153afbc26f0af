"""Flat chat becomes conversations: who is called, how long it was quiet, and who had spoken with whom."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.lib.archives import chat
from commonplace.lib.archives.chat import Found, Line, converse

NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


def talk(*said: tuple[float, str, str]) -> list[Line]:
    """Lines by minute, who speaks and what they say, with their places as keys."""
    return [
        Line(str(number), author, NOON + timedelta(minutes=minute), text)
        for number, (minute, author, text) in enumerate(said)
    ]


def answers(lines: Sequence[Line], names: dict[str, str] | None = None) -> list[str]:
    return [found.answers for found in converse(lines, names)]


MIXED = talk(
    (0, "rosa", "does anybody know how one dries a reed in winter?"),
    (1, "hal", "my bellows lose air at the hinge, has anyone mended that?"),
    (2, "ines", "rosa: slowly, in a box with rice, and never on the stove"),
    (3, "tomasz", "hal: a strip of kid leather, glued from inside"),
    (4, "rosa", "ines: for how many days?"),
    (5, "hal", "tomasz: which glue?"),
    (6, "ines", "rosa, about a week"),
)


def test_two_conversations_at_once_are_told_apart() -> None:
    found = list(converse(MIXED))
    assert [one.opens for one in found] == ["0", "1", "0", "1", "0", "1", "0"]
    assert [one.answers for one in found] == ["", "", "0", "1", "2", "3", "4"]


def test_a_first_name_calls_whoever_bears_it() -> None:
    lines = talk(
        (0, "u1", "does anybody know how one dries a reed?"),
        (1, "u2", "my bellows lose air, has anyone mended that?"),
        (2, "u3", "Rosa, slowly, in a box with rice"),
    )
    assert answers(lines, {"u1": "Rosa Nowak", "u2": "Hal Brook", "u3": "Ines Sol"}) == ["", "", "0"]


def test_somebody_called_by_the_places_own_sign_is_answered() -> None:
    lines = talk(
        (0, "u1", "does anybody know how one dries a reed?"),
        (1, "u2", "my bellows lose air, has anyone mended that?"),
        (2, "u3", "slowly, in a box with rice"),
    )
    assert answers([*lines[:2], replace(lines[2], mentions=("u1",))])[2] == "0"


def test_a_link_that_the_place_kept_is_taken_as_it_stands() -> None:
    lines = [*MIXED[:6], replace(MIXED[6], answers="1")]
    assert list(converse(lines))[6] == Found("6", "1", "1")


def test_a_link_to_a_line_that_is_not_there_is_none() -> None:
    lines = [*MIXED[:2], replace(MIXED[2], answers="gone")]
    assert list(converse(lines))[2] == Found("2", "0", "0")


def test_a_long_silence_ends_what_was_talked_about() -> None:
    evening = [
        (number * 2.0, "rosa hal".split()[number % 2], f"word{number} and another{number} one") for number in range(20)
    ]
    lines = talk(*evening, (2_000, "ines", "hello everybody, who has a reed to spare for the weekend?"))
    found = list(converse(lines))
    assert found[-1] == Found("20", "20", "")
    assert found[19].opens == "0"


def test_what_one_says_in_several_lines_is_one() -> None:
    lines = talk(
        (0, "rosa", "I tried the rice last week"),
        (0, "rosa", "it took nine days"),
        (0, "rosa", "and one of them split"),
    )
    assert answers(lines) == ["", "0", "1"]


def test_lines_of_nobody_are_lines() -> None:
    lines = [replace(line, author=None) for line in MIXED]
    assert {one.key for one in converse(lines)} == {line.key for line in lines}


NAMES = st.sampled_from(["rosa", "hal", "ines", "tomasz", None])
TEXTS = st.lists(
    st.sampled_from(["rosa:", "hal,", "reed", "bellows?", "hello", "مرحبا", "@ines", "", "👍"]), max_size=5
)
LINES = st.lists(st.tuples(NAMES, TEXTS, st.integers(0, 100_000), st.integers(-1, 60)), max_size=60)


@given(LINES)
def test_each_line_is_told_of_once_and_answers_only_what_came_before(drawn: list[tuple]) -> None:
    lines, at = [], NOON
    for number, (author, words, gap, answered) in enumerate(drawn):
        at += timedelta(seconds=gap)
        lines.append(Line(str(number), author, at, " ".join(words), answers=str(answered) if answered >= 0 else ""))
    found = list(converse(lines))
    assert [one.key for one in found] == [line.key for line in lines]
    opens = {one.key: one.opens for one in found}
    for one in found:
        assert int(one.answers or -1) < int(one.key)
        assert one.opens == (opens[one.answers] if one.answers else one.key)


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat, "PEOPLE", 20)
    monkeypatch.setattr(chat, "REMEMBERED", 50)
    place = chat._Place({})

    def crowd() -> Iterator[Line]:
        for number in range(1_000):
            yield Line(str(number), f"person{number}", NOON + timedelta(minutes=number), f"thing{number} and reed")

    for line in crowd():
        place.choices(line)
    assert (len(place.lines), len(place.people)) == (chat.WINDOW, 20)
    assert len(place.words) < 200
    assert len(place.called) < 100


def test_lines_come_out_as_they_go_in() -> None:
    given: list[str] = []

    def lines() -> Iterator[Line]:
        for line in MIXED:
            given.append(line.key)
            yield line

    for number, _found in enumerate(converse(lines()), start=1):
        assert len(given) == number


def test_every_clue_has_its_weight() -> None:
    clues = {clue for _line, choices in chat.considered(MIXED) for choice in choices for clue in choice.clues}
    assert clues == set(chat.WEIGHTS)
