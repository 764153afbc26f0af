"""A letter's words as a post: what was written in Markdown, and nothing that takes time without end."""

from time import process_time

import pytest

from commonplace.lib.mail.posting import END_OF_QUOTE, LEFT_OUT, words_of
from commonplace.lib.mail.webmail import markdown_of_html


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Yes.\n\n-- \nHal\n", "Yes."),
        ("Yes.\n\nSent from my iPhone\n", "Yes."),
        ("Yes.\n\nOn Monday, Hal <hal@a.example> wrote:\n> No?\n", "Yes."),
        ("> No?\n\nYes.\n", "> No?\n\nYes."),
        (">> No?\n> Maybe.\n\nYes.\n", "> > No?\n> Maybe.\n\nYes."),
        ("# 1 of the list\n", "\\# 1 of the list"),
        ("1986. A year\n", "1986\\. A year"),
        ("- a\n- b\n", "- a\n- b"),
        ("def f(x):\n    return x;\n", "```\ndef f(x):\n    return x;\n```"),
        ("```\nkept as *it* is\n```\n", "```\nkept as *it* is\n```"),
    ],
)
def test_what_was_written_stays_and_reads_as_it_did(text: str, words: str):
    assert words_of(text) == words


def test_of_a_long_quote_the_end_stays():
    quote = "".join(f"> line {n}\n" for n in range(30))
    said = words_of(f"{quote}\nYes.\n").split("\n")
    assert said[0] == f"> {LEFT_OUT}"
    assert said[2 : 2 + END_OF_QUOTE] == [f"> line {n}" for n in range(24, 30)]
    assert said[-1] == "Yes."


def test_what_is_only_passed_on_is_said_where_that_is_enough():
    assert words_of("> Look at this.\n") == ""
    assert words_of("> Look at this.\n", may_only_quote=True) == "> Look at this."


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>A <b>bold</b> <i>word</i></p>", "A **bold** *word*"),
        ("<b> spaced </b>out", "**spaced** out"),
        ("<ol start=3><li>c<li>d</ol>", "3. c\n4. d"),
        ("<a href='javascript:x()'>no</a> <a href='https://a.example/'>https://a.example</a>", "no https://a.example/"),
        ("<h1>Title</h1>words", "# Title\n\nwords"),
        ("<p># 1 * 2_a_b</p>", "\\# 1 \\* 2_a_b"),
        ("<script>alert(1)</script><style>p{}</style>seen", "seen"),
        ("<blockquote>said</blockquote>answered", "> said\n\nanswered"),
    ],
)
def test_html_reads_as_markdown(html: str, markdown: str):
    assert markdown_of_html(html) == markdown


@pytest.mark.parametrize(
    "piece",
    ["<div><b><a href=x>", "<b></b><td>", "<a href='http://x/'>w", "<ul><li>", "<blockquote>x", "<i><b>x", "<pre>x\n"],
)
def test_markup_of_any_shape_is_read_in_a_time_that_grows_with_it(piece: str):
    begun = process_time()
    words_of(markdown_of_html(piece * 20_000), is_markdown=True)
    assert process_time() - begun < 20
