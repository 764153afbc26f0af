"""A text as paragraphs: what belongs together stays together, and nothing is lost or costs much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.lib.markdown import MAX_SOURCE, TextTooLong
from commonplace.lib.text import plain
from commonplace.undertakings.paragraphs import MOST, beginning, cut, rendered


def test_paragraphs_are_cut_at_blank_lines() -> None:
    assert cut("One.\n\n\nTwo\nand more.\n") == ["One.", "Two\nand more."]


def test_lists_and_code_stay_whole() -> None:
    text = "Before.\n\n- one\n\n- two\n\n  of it\n\n```\na\n\nb\n```\n\nAfter."
    assert cut(text) == ["Before.", "- one\n\n- two\n\n  of it", "```\na\n\nb\n```", "After."]


def test_a_link_said_at_the_foot_leads_from_each_paragraph() -> None:
    first, second = rendered("[One][x].\n\n[Two][x].\n\n[x]: https://example.org/rules")
    assert ('href="https://example.org/rules"' in first, 'href="https://example.org/rules"' in second) == (True, True)


def test_a_text_of_many_paragraphs_has_no_more_than_can_be_spoken_about() -> None:
    found = rendered("\n\n".join(f"Line {n}." for n in range(MOST * 3)))
    assert len(found) == MOST
    assert f"Line {MOST * 3 - 1}." in plain(found[-1])


def test_what_shows_nothing_is_no_paragraph_and_what_is_too_long_none_either() -> None:
    assert rendered("&nbsp;\n\n> \n\nWords.") == rendered("Words.")
    with pytest.raises(TextTooLong):
        rendered("a" * (MAX_SOURCE + 1))


def test_no_script_comes_through() -> None:
    (found,) = rendered("<script>alert(1)</script> [x](javascript:alert(1))")
    assert "<script" not in found
    assert "href" not in found


@given(st.lists(st.sampled_from(["word", "- item", "  more", "```", "", "# head", "1. one"]), max_size=30))
def test_no_line_is_lost(lines: list[str]) -> None:
    joined = "\n".join(cut("\n".join(lines)))
    assert [one for one in joined.splitlines() if one.strip()] == [one for one in lines if one.strip()]


def test_a_paragraph_is_known_by_its_beginning() -> None:
    assert beginning("<p>We ask <em>you</em> to say so.</p>") == "We ask you to say so."
