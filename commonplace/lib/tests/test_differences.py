"""A reader sees what changed, and nothing of either text is lost."""

import random
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.lib.differences import MOST_STEPS, Piece, as_html, differences
from commonplace.lib.tests.work import work


def test_one_word_changed():
    assert differences("We meet on Mondays at noon.", "We meet on Thursdays at noon.") == [
        Piece("same", "We meet on "),
        Piece("del", "Mondays"),
        Piece("ins", "Thursdays"),
        Piece("same", " at noon."),
    ]


def test_neighbouring_words_change_together():
    assert differences("bring an old tool", "bring your best tool") == [
        Piece("same", "bring "),
        Piece("del", "an old"),
        Piece("ins", "your best"),
        Piece("same", " tool"),
    ]


def test_a_paragraph_inserted():
    old = "Who we are.\n\nWhat we do.\n"
    new = "Who we are.\n\nWhy it matters.\n\nWhat we do.\n"
    assert differences(old, new) == [
        Piece("same", "Who we are.\n\n"),
        Piece("ins", "Why it matters.\n\n"),
        Piece("same", "What we do.\n"),
    ]


def test_nothing_changed_and_nothing_there():
    assert differences("a b", "a b") == [Piece("same", "a b")]
    assert differences("", "") == []
    assert differences("", "a b") == [Piece("ins", "a b")]
    assert differences("a\nb", "") == [Piece("del", "a\nb")]


def test_html_is_escaped():
    pieces = differences("<b>one</b>", "<b>two</b>")
    assert as_html(pieces) == "&lt;b&gt;<del>one</del><ins>two</ins>&lt;/b&gt;"


TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(["the ", "stick", " ", "\n", "a", "b", ". ", "\u2028", "é"]), max_size=60).map("".join),
)


@given(TEXTS, TEXTS)
def test_the_pieces_hold_both_texts(old: str, new: str):
    pieces = differences(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "ins") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "del") == new
    assert all(piece.text for piece in pieces)
    assert all(left.kind != right.kind for left, right in pairwise(pieces))


def prose(seed: int) -> str:
    pick = random.Random(seed)
    vocabulary = [f"word{n}" for n in range(800)] + ["the", "a", "of", "and"] * 200
    sentences = (" ".join(pick.choices(vocabulary, k=15)) + "." for _ in range(660))
    return "\n\n".join(" ".join(islice(sentences, 6)) for _ in range(110))


def edited(text: str) -> str:
    pick = random.Random(7)
    words = text.split(" ")
    for _ in range(400):
        words[pick.randrange(len(words))] = "changed"
    return " ".join(words)


PAIRS = {
    "edited": (prose(1), edited(prose(1))),
    "unrelated": (prose(1), prose(2)),
    "one word, no lines": ("the " * 15_000, "the " * 14_000 + "a " * 500),
    "two words": ("a b " * 15_000, "b b a " * 10_000),
    "same lines": ("a\n" * 30_000, "b\na\n" * 15_000),
    "one long line": (prose(1).replace("\n", " "), edited(prose(1)).replace("\n", " ")),
    "short lines": ("\n".join(["a b a c " * 24] * 600), "\n".join(["b a c a " * 24] * 600)),
    "no spaces": ("x" * 60_000, "y" * 60_000),
    "punctuation": ("." * 60_000, ".," * 30_000),
    "reversed": (" ".join(map(str, range(12_000))), " ".join(map(str, range(12_000, 0, -1)))),
    "crossed": (" ".join(map(str, range(12_000))), " ".join(str(n ^ 1) for n in range(12_000))),
}


LINES = 6  # lines, jumps and calls of Python for each step


@pytest.mark.parametrize("pair", PAIRS)
def test_the_longest_texts_cost_a_bounded_number_of_steps(pair: str):
    old, new = PAIRS[pair]
    pieces: list[Piece] = []
    assert work(lambda: pieces.extend(differences(old, new))) < LINES * MOST_STEPS + 100 * len(old + new)
    assert "".join(piece.text for piece in pieces if piece.kind != "ins") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "del") == new


def test_a_long_edited_text_stays_readable():
    old, new = PAIRS["edited"]
    changed = sum(len(piece.text) for piece in differences(old, new) if piece.kind == "ins")
    assert changed < 400 * len("changed ") * 1.5


def test_a_word_renamed_everywhere_is_marked_and_nothing_else():
    old = prose(1)
    pieces = differences(old, old.replace("the", "our"))
    assert {word for piece in pieces if piece.kind == "ins" for word in piece.text.split()} == {"our"}


def test_other_line_breaks_leave_the_words():
    old = " ".join(f"word{n}" for n in range(300))
    pieces = differences(old, old.replace(" ", "\n"))
    assert "".join(piece.text for piece in pieces if piece.kind == "ins").split() == []
