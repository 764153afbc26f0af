"""What others wrote in HTML is said in the house's Markdown: every word, no sign that means something else here."""

import html
import re
import time
import unicodedata

import nh3
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commonplace.lib.archives.escaping import escaped_text, hidden, shown_name
from commonplace.lib.archives.markup import markdown_of, words_of
from commonplace.lib.markdown import render
from commonplace.lib.markdown_sieve import SIEVE
from commonplace.lib.tests.archived import real
from commonplace.lib.tests.markup import undirected


def shown(markup: str) -> str:
    return undirected(render(markdown_of(markup)).html).replace(' rel="nofollow noopener"', "").strip()


@pytest.mark.parametrize(
    ("markup", "markdown"),
    [
        ("<p>One</p>\n<p>two<br>three</p>", "One\n\ntwo\nthree"),
        ("<p>A <b>bold</b> word, <em>soft </em>and <del>gone</del>.</p>", "A **bold** word, *soft* and ~~gone~~."),
        ("<p>H<sub>2</sub>O, m<sup>2</sup></p>", "H~2~O, m^2^"),
        ("<h1>Reeds #</h1>", "# Reeds \\#"),
        ("<ul><li>one<ul><li>two</li></ul></li></ul>", "- one\n  - two"),
        ("<ol start=3><li><p>a</p><p>b</p></li><li>c</li></ol>", "3. a\n\n   b\n\n4. c"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ('<pre class="lang-py"><code>if a:\n    b</code></pre>', "```py\nif a:\n    b\n```"),
        ("<pre>a ``` b</pre>", "````\na ``` b\n````"),
        ("<p><code>a`b</code></p>", "``a`b``"),
        ("<table><tr><th>a</th></tr><tr><td>b|c</td></tr></table>", "| a |\n| --- |\n| b\\|c |"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "|  |  |\n| --- | --- |\n| a | b |"),
        ("<details><summary>More</summary><p>words</p></details>", "::: More\nwords\n:::"),
        ('<p>See <a href="https://a.example/b">here</a>.</p>', "See [here](https://a.example/b)."),
        ('<p><a href="https://a.example/b">https://a.example/b</a></p>', "https://a.example/b"),
        ('<p><img src="https://a.example/loom.png"></p>', "[loom.png](https://a.example/loom.png)"),
        ('<p><a class="mention" href="/u/rosa">@rosa</a>, yes</p>', "rosa, yes"),
        ('<p><span class="math">x^2</span> and $a_1$, for $5</p>', "$x^2$ and $a_1$, for \\$5"),
        ("<p>1. not a list<br>- nor this<br># nor a head</p>", "1\\. not a list\n\\- nor this\n\\# nor a head"),
        ("<b><p>one</p><p>two</p></b>", "one\n\ntwo"),
        ("<p>snake_case, a*b*c, ~5~ and @rosa</p>", "snake_case, a\\*b\\*c, \\~5\\~ and \\@rosa"),
    ],
)
def test_markup_becomes_markdown(markup: str, markdown: str):
    assert markdown_of(markup) == markdown


def test_a_quote_of_discourse_says_whose_words_they_are():
    markup = (
        '<aside class="quote" data-post="1"><div class="title"><img class="avatar" src="/a.png">hal:</div>'
        "<blockquote><p>Wet reeds</p></blockquote></aside><p>So do mine.</p>"
    )
    assert markdown_of(markup) == "> hal:\n>\n> Wet reeds\n\nSo do mine."


def test_links_within_the_place_need_to_know_where_it_was():
    assert markdown_of('<p><a href="/t/5">reeds</a></p>') == "reeds"
    assert markdown_of('<p><a href="/t/5">reeds</a></p>', base="https://f.example") == "[reeds](https://f.example/t/5)"
    assert markdown_of('<p><a href="javascript:x()">a</a> <a href="mailto:rosa@example.org">b</a></p>') == "a b"


@pytest.mark.parametrize(
    "markup",
    [
        "<script>secret()</script>words<style>secret</style>",
        "<p>words<!-- secret --></p>",
        "<p>words<img src='https://t.example/secret.gif' width='1' height='1'></p>",
        "<p>words<img src='https://t.example/secret.gif' style='display:none'></p>",
        "<p onclick='secret()'>words</p><iframe src='https://secret.example'>secret</iframe>",
    ],
)
def test_what_nobody_was_meant_to_see_is_gone(markup: str):
    assert markdown_of(markup) == "words"


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Write to rosa@example.org or call +48 600 700 800</p>",
        "<p>Write to <b>rosa</b>@example.org or 0048 600-700-800</p>",
        '<p><a href="https://a.example/?who=rosa%40example.org">Write</a> to (022) 600 70 80</p>',
        "<pre>rosa@example.org 600-700-8000</pre>",
        '<p><img src="https://a.example/rosa@example.org.png" alt="rosa@example.org"></p>',
        "<table><tr><td>rosa@example.org</td></tr></table><details><summary>rosa@example.org</summary>x</details>",
    ],
)
def test_addresses_and_telephones_are_not_seen(markup: str):
    told = markdown_of(markup)
    assert "…" in told or "Write" in told
    assert all(secret not in told for secret in ("example.org", "rosa", "700"))


NUMBERS = (
    "+48 600 700 800", "600 700 800", "600-700-800", "06 12 34 56 78", "0171 2345678", "0171/2345678", "020 7946 0958",
    "07700 900123", "030-2345-6789",
)  # fmt: skip


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_are_told_by_how_they_are_written(number: str):
    assert hidden(f"Ask Rosa, {number}. Or (after six) {number}") == "Ask Rosa, …. Or (after six) …"


def test_digits_alone_are_a_number_where_the_word_says_so():
    said = "Tel.: 600700800, telefon 600700801, call me at 600700802; part 600700803, of 600700804 in all"
    assert hidden(said) == "Tel.: …, telefon …, call me at …; part 600700803, of 600700804 in all"


@pytest.mark.parametrize(
    "said",
    [
        "2014-01-21 20:26:05", "version 1.2.3", "1,000,000", "192.168.100.200", "ISBN 978-3-16-148410-0",
        "03-04-2024 15 people", "1 600 700 800 drops", "600 700 800 900", "PR Last Call: 2026-02-12", "in 07 12 2024",
        "cell 12, mobile 4", "WhatsApp-Image-2024-04-01-at-11.46.45", "https://a.example/600-700-800", "0.123 456 789",
    ],
)  # fmt: skip
def test_figures_that_are_no_telephone_stay(said: str):
    assert hidden(said) == said


def test_a_name_is_neither_an_address_nor_a_number():
    assert shown_name(" Ines  Prado ") == "Ines Prado"
    assert [shown_name(one) for one in ("rosa@example.org", "+48 600 700 800", None, "42")] == ["", "", "", ""]


def test_titles_are_words():
    assert words_of("Reeds &amp; <i>rushes</i>") == "Reeds & rushes"


@pytest.mark.parametrize(
    "deep", ["<blockquote>", "<ul><li>", "<div>", "<b>", "<table><tr><td>", "<details>", "<ol><li><p>"]
)
def test_what_is_nested_without_end_is_read_in_time(deep: str):
    begin = time.process_time()
    for times in (30, 400, 40_000):
        assert "words" in render(markdown_of(deep * times + "words")[:60_000]).text
    assert time.process_time() - begin < 20


# --- Whatever comes in ------------------------------------------------------------------------------------------

ODD = st.text(st.sampled_from("ab1 *_`~^$[]()<>&;!|#:@\\-+=.\n'\"ąé…🙂"), max_size=12)
WORD = st.sampled_from(
    ["reed", "loom", "1.", "-", "# x", "> y", ":::", "~~~", "---", "| a", "![x](y)", "&amp;", "www.a.example"]
)
TEXT = st.one_of(ODD, WORD).map(lambda said: ("t", said))
TAGS = (
    "p div b i em strong del sub sup code a ul ol li blockquote pre h2 table tr td th span details summary br".split()
)


def _element(inside: st.SearchStrategy) -> st.SearchStrategy:
    return st.tuples(st.sampled_from(TAGS), st.lists(inside, max_size=4))


TREES = st.lists(st.recursive(TEXT, _element, max_leaves=12), max_size=5)


def _written(tree: list) -> str:
    out = []
    for tag, inside in tree:
        if tag == "t":
            out.append(inside.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
        elif tag == "br":
            out.append("<br>")
        else:
            href = " href='https://a.example/x_y(1)'" if tag == "a" else ""
            out.append(f"<{tag}{href}>{_written(inside)}</{tag}>")
    return "".join(out)


def _letters(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


@given(TREES)
@example([("b", [("t", "a")]), ("i", [("t", "b")])])
@example([("p", [("t", "!"), ("a", [("t", "x")])])])
@example([("ul", [("li", [("t", "1. x")])])])
def test_no_word_and_no_sign_is_lost(tree: list):
    markup = _written(tree)
    rendered = render(markdown_of(markup))
    assert SIEVE.clean(rendered.html) == rendered.html
    # As the words stand in the same markup without its elements.
    plainly = nh3.clean(markup, tags=set()).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert _letters(_no_marks(rendered.text)) == _letters(_no_marks(hidden(plainly.replace("\xa0", " "))))


def _no_marks(text: str) -> str:
    return text.translate(
        {ord(sub): plain for sub, plain in zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", "0123456789+-=()", strict=True)}
    ).translate({ord(sup): plain for sup, plain in zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾", "0123456789+-=()", strict=True)})


@given(st.text())
def test_any_characters_at_all_are_read(markup: str):
    rendered = render(markdown_of(markup))
    assert SIEVE.clean(rendered.html) == rendered.html


@given(ODD)
def test_plain_words_stay_plain(said: str):
    assert _letters(render(escaped_text(said)).text) == _letters(hidden(said))


def test_no_word_of_a_real_post_is_lost():
    rows = (real("stackexchange") / "conlang-meta" / "Posts.xml").read_text(encoding="utf-8-sig")
    bodies = [html.unescape(body) for body in re.findall(r' Body="([^"]*)"', rows)]
    assert len(bodies) == 177
    read = 0
    for body in bodies:
        markdown = markdown_of(body, base="https://site.example")
        if "<img" not in body and "…" not in markdown:
            said = html.unescape(nh3.clean(body, tags=set()))
            assert _figures_and_letters(render(markdown).text) == _figures_and_letters(said)
            read += 1
    assert read > 150


def _figures_and_letters(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign.isalnum())
