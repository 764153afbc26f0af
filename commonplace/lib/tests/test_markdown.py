"""What people write becomes safe, quick and readable HTML."""

import time
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commonplace.lib import markdown
from commonplace.lib.folding import folded
from commonplace.lib.markdown import TextTooLong, names_after_at, render
from commonplace.lib.markdown_sieve import SIEVE
from commonplace.lib.mentions import Candidate
from commonplace.lib.tests.markup import undirected
from commonplace.lib.text import excerpt, plain, tidy

MEMBERS = {"ines prado": "/people/1", "ines": "/people/2", "seán o'brien": "/people/3", "j. r. vale": "/people/4"}


def by_name(candidate: Candidate) -> str | None:
    return None if candidate.number else MEMBERS.get(candidate.name.lower())


def test_headings_begin_below_those_of_the_page():
    assert undirected(render("# One\n\n## Two\n\n##### Five").html) == "<h3>One</h3>\n<h4>Two</h4>\n<h6>Five</h6>\n"


def test_a_line_break_is_kept_as_typed():
    assert undirected(render("one\ntwo").html) == "<p>one<br>\ntwo</p>\n"


def test_a_table_is_aligned_by_class_and_reachable_by_keyboard():
    rendered = render("| a | b |\n|--:|---|\n| 1 | 2 |")
    assert rendered.html.startswith('<div class="prose__table" tabindex="0"><table>')
    assert '<td class="to-end">1</td>\n<td>2</td>' in rendered.html
    assert "style" not in rendered.html
    assert rendered.text == "a b\n1 2"


def test_code_is_shown_as_typed():
    assert render("```\n<b> @ines\n```", mention=by_name).html == (
        '<pre tabindex="0"><code>&lt;b&gt; @ines\n</code></pre>\n'
    )


@pytest.mark.parametrize(
    ("typed", "href", "shown"),
    [
        ("https://a.example/b_c_d", "https://a.example/b_c_d", "https://a.example/b_c_d"),
        ("(https://a.example/x).", "https://a.example/x", "https://a.example/x"),
        ("https://a.example/b_(c)", "https://a.example/b_(c)", "https://a.example/b_(c)"),
        ("www.a.example,", "http://www.a.example", "www.a.example"),
        ("<https://a.example>", "https://a.example", "https://a.example"),
        ("[here](/c/stick/)", "/c/stick/", "here"),
    ],
)
def test_addresses_become_links(typed: str, href: str, shown: str):
    assert f'<a href="{href}" rel="nofollow noopener">{shown}</a>' in render(typed).html


@pytest.mark.parametrize(
    "typed", ["notes.md", "someone@example.org", "https://", "javascript:alert(1)", "`www.a.example`"]
)
def test_other_words_do_not(typed: str):
    assert "<a" not in render(typed).html


@pytest.mark.parametrize(
    "typed",
    [
        "[x](javascript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](vbscript:x)",
        "[x](data:text/html,x)",
        "[x](file:///etc/passwd)",
        "<javascript:alert(1)>",
    ],
)
def test_only_web_and_mail_addresses_are_linked(typed: str):
    assert "href" not in render(typed).html


def test_our_own_picture_is_shown():
    assert (
        undirected(render("![a barn](/files/3/barn.jpg)").html) == '<p><img src="/files/3/barn.jpg" alt="a barn"></p>\n'
    )


@pytest.mark.parametrize(
    "source",
    ["https://a.example/x.png", "//a.example/x", "/files/../sign-out", "/files/%2e%2e/x", "/files//a.example", "/c/x"],
)
def test_a_picture_from_elsewhere_becomes_a_link(source: str):
    rendered = render(f"![a barn]({source})").html
    assert "<img" not in rendered
    assert f'<a href="{source}" rel="nofollow noopener">a barn</a>' in rendered


def test_a_linked_picture_from_elsewhere_keeps_its_words():
    assert undirected(render("[![a barn](https://a.example/x.png)](https://b.example)").html) == (
        '<p><a href="https://b.example" rel="nofollow noopener">a barn</a></p>\n'
    )


def test_the_longest_name_is_mentioned():
    rendered = render("@Ines Prado's idea, and @ines again, @Seán O'Brien. and @J. R. Vale!", mention=by_name)
    assert [mentioned.href for mentioned in rendered.mentions] == [f"/people/{n}" for n in (1, 2, 3, 4)]
    assert '<a href="/people/1" class="mention" rel="nofollow noopener">@Ines Prado</a>\'s idea' in rendered.html


@pytest.mark.parametrize("typed", ["`@ines`", "me@ines", "[@ines](/x)", r"\@ines", "@nobody", "    @ines"])
def test_no_mention_in_code_links_addresses_or_when_escaped(typed: str):
    assert render(typed, mention=by_name).mentions == ()


def test_a_text_names_at_most_thirty_people():
    many = " / ".join(f"@p{n}" for n in range(100))
    rendered = render(many, mention=lambda one: f"/people/{one.name}")
    assert (len(rendered.mentions), rendered.has_too_many) == (markdown.MAX_MENTIONS, True)


@given(st.lists(st.sampled_from(["@Ines Prado", "@ines", "`", "*", "x", " ", "@J. R. Vale", "\n", "_"])).map("".join))
def test_every_mention_is_among_the_names_looked_up_beforehand(source: str):
    names = names_after_at(source).names
    found = render(source, mention=by_name).mentions
    assert all(folded(mentioned.name) in names for mentioned in found)


def test_null_bytes_and_direction_overrides_are_gone():
    assert render("a\x00b\u202ec\u2066d\x1b[31m\ud800").text == "abcd[31m\ufffd"
    assert tidy("a\r\nb\rc\u2028d\te") == "a\nb\nc\nd\te"
    assert tidy("\u05d0\u200f") == "\u05d0\u200f"


def test_ten_megabytes_are_refused_at_once():
    started = time.perf_counter()
    for reading in (render, names_after_at):
        with pytest.raises(TextTooLong):
            reading("x" * 10_000_000)
    assert time.perf_counter() - started < 0.1


@pytest.mark.parametrize("opening", [">", "> > ", "- ", "1. ", "> - "])
def test_text_nested_too_deeply_is_shown_as_typed(opening: str):
    rendered = render(opening * 200 + "the point")
    assert "the point" in rendered.text


HOSTILE = [
    *(
        (bomb * markdown.MAX_SOURCE)[: markdown.MAX_SOURCE]
        for bomb in [
            "[",
            "![",
            ">",
            "- ",
            "*a ",
            "*a_",
            "`",
            "<",
            "http://[",
            "https://a.",
            "http://a.b/(",
            "@a b ",
            "[a](",
            "[a][",
            "&#",
            "\\[",
            "~~a",
            "[a]: b\n",
            "<div>",
            "| a |\n|-|\n",
        ]
    ),
    "".join("  " * depth + "- a\n" for depth in range(200)),
    "".join(">" * depth + " a\n" for depth in range(300)),
    "".join("`" * width + "a" for width in range(300)),
    "[" * 30_000 + "]" * 30_000,
    "*" * 30_000 + "a" + "*" * 29_000,
]


@pytest.mark.parametrize("source", HOSTILE, ids=lambda source: repr(source[:12]))
def test_hostile_texts_finish(source: str):
    started = time.perf_counter()
    render(source, mention=by_name)
    assert time.perf_counter() - started < 8  # about one second when the machine is idle


class Reader(HTMLParser):
    """Checks each element as a browser would meet it."""

    ELEMENTS = frozenset(
        {"p", "br", "hr", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "pre", "div", "table", "thead"}
        | {"tbody", "tr", "th", "td", "a", "strong", "em", "s", "code", "img"}
    )
    ATTRIBUTES = frozenset({"href", "title", "rel", "class", "src", "alt", "start", "tabindex", "dir"})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self.ELEMENTS
        for name, value in attrs:
            assert name in self.ATTRIBUTES
            assert name != "dir" or value == "auto"
            if name == "href":
                scheme = markdown._SCHEME.match(value or "")
                assert scheme is None or scheme[1].lower() in {"http", "https", "mailto"}
            if name == "src":
                assert (value or "").startswith("/files/")

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


PIECES = st.sampled_from(
    [
        *("<script>", "</script>", "<svg onload=x>", "<style>", "<img src=x onerror=y>", "<a href='javascript:x'>"),
        *("javascript:", "data:", "vbscript:", "http://", "www.", "/files/", "..", "&lt;", "&#106;", "@ines"),
        *("[a](", ")", "![", "](", "[x]: ", "<", ">", "<!--", "-->", "<![CDATA[", "<?", '"', "'", "\x00", "\u202e"),
        *("`", "```\n", "\n", "\n\n", "> ", "- ", "1. ", "| ", "|-|\n", "#", "*", "~~"),
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)))
@example("[a](<javascript:x>)")
@example('[a](/x "onclick=y")')
@example("![a](/files/x\" onerror='y')")
def test_only_the_short_list_of_elements_comes_out(source: str):
    rendered = render(source, mention=by_name)
    reader = Reader()
    reader.feed(rendered.html)
    reader.close()
    assert not {"\x00", "\u202e"} & set(rendered.html)


@given(
    st.sampled_from(["script", "style", "svg", "iframe", "object", "form", "base", "link", "meta", "math", "template"]),
    st.text(max_size=30),
)
def test_the_sieve_alone_is_enough(element: str, words: str):
    # As if the reader let raw HTML through.
    for markup in (
        f"<{element} onload=x style=y>{words}</{element}>",
        f"<p><{element} href='javascript:{words}'>",
        f"<a href=' javascript:x' onclick='{words}' style='x'>y</a>",
        "<img src='https://a.example/x' srcset='y'><img src=data:image/svg+xml,x>",
    ):
        reader = Reader()
        reader.feed(SIEVE.clean(markup.replace("\x00", "")))
        reader.close()


def test_plain_words_of_stored_html():
    assert plain('<p title="a > b">one &amp; <em>two</em></p><ul><li>three<li>four</ul>') == "one & two\nthreefour"
    assert plain(render("a\n\n- b\n- c\n\n> d").html) == "a\nb\nc\nd"


def test_an_excerpt_ends_between_words():
    assert excerpt("one two", 20) == "one two"
    assert excerpt("one two three four", 12) == "one two…"
    assert excerpt("一" * 50, 10) == "一" * 9 + "…"


@given(st.text(), st.integers(min_value=5, max_value=80))
def test_an_excerpt_is_never_longer_than_asked(text: str, length: int):
    assert len(excerpt(text, length)) <= length


BLANK = [
    "", " \n ", "[](x)", "[ ](https://a.example)", "[&nbsp;](x)", "&nbsp;", "&#8203; &zwj;&shy;", "&#x2800;",
    "&#x3164;", "**&nbsp;**", "> ", "- ", "# ", "---", "```\n```", "` `", "[x]: https://a.example",
    "![ ](https://a.example/x.png)", "||\n|-|\n||",
]  # fmt: skip


@pytest.mark.parametrize("source", BLANK)
def test_what_nobody_would_see_is_blank(source: str):
    assert (markdown.is_blank(source), render(source).is_blank) == (True, True)


@pytest.mark.parametrize(
    "source", ["a", "&amp;", "\\", "<!-- x -->", "![](/files/3/barn.jpg)", "[x](y)", "\u05e9", "7", "- [ ]", "[^1]"]
)
def test_what_somebody_would_see_is_not(source: str):
    assert (markdown.is_blank(source), render(source).is_blank) == (False, False)


@given(st.text(max_size=40))
def test_blank_is_told_alike_with_and_without_a_look(source: str):
    source = tidy(source).strip()
    assert markdown.is_blank(source) == render(source).is_blank
