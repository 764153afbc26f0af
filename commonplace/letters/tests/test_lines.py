"""Letters stand in lines of at most 72 columns, and links stay whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.letters.actions import post
from commonplace.letters.lines import COLUMNS, in_lines

LONG = "There is a line here that goes on for a good while and then for a little while longer, as people do."
LINK = f"https://example.org/{'a' * 80}"


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        ("Short.\n\n-- \nFoot", "Short.\n\n-- \nFoot"),
        (f"Open it: {LINK}", f"Open it:\n{LINK}"),
        (LINK, LINK),
        ("    QK7-4MZ", "    QK7-4MZ"),
        (f"    {LONG}", f"    {LONG}"),
        (f"> >     {LONG}", f"> >     {LONG}"),
        (
            f"> {LONG}",
            "> There is a line here that goes on for a good while and then for a\n> little while longer, as people do.",
        ),
        (
            f"- {LONG}",
            "- There is a line here that goes on for a good while and then for a\n  little while longer, as people do.",
        ),
    ],
)
def test_lines_are_broken_between_words(said, stands):
    assert in_lines(said) == stands


@given(st.text(alphabet="ab >-1.\n\t", max_size=400))
def test_no_word_is_lost_and_no_line_is_long_without_need(text):
    lines = in_lines(text).split("\n")
    assert "".join(text.replace(">", "").split()) == "".join("".join(lines).replace(">", "").split())
    flowing = [line for line in lines if "     " not in f" {line}"]
    assert all(len(line) <= COLUMNS or len(line.split()[-1]) > COLUMNS - 50 for line in flowing)


@pytest.mark.django_db
def test_every_letter_is_posted_in_lines():
    letter = post(to="ines@example.org", kind="hello", subject="Hello", text=f"{LONG}\n\n{LINK}\n")
    assert [len(line) <= COLUMNS for line in letter.text.splitlines()] == [True, True, True, False]
