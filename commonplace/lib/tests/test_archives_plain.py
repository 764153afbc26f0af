"""Plain words are read by Markdown as they stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.lib import markdown
from commonplace.lib.archives.plain import as_markdown
from commonplace.lib.text import tidy


@pytest.mark.parametrize(
    "text",
    [
        "# no heading", "1. one\n2. two", "a *b* _c_ `d` ~~e~~ <b>f</b> & &amp;", "[x](http://y.example)", "> said",
        "===", "a\n---", "- x", "+ x", "| a | b |\n|--|--|", "snake_case_name", "[^1]: note", "a\\b", "::: fold\nx",
        "$x$ and ^2^", "* * *", "![x](y)",
    ],
)  # fmt: skip
def test_signs_stand_as_they_were_typed(text: str) -> None:
    rendered = markdown.render(as_markdown(text))
    assert rendered.text == text
    assert set(rendered.html) >= {"<"}
    assert not any(
        f"<{tag}" in rendered.html for tag in ("h1", "ol", "ul", "em", "strong", "code", "blockquote", "table")
    )


def test_pages_stay_links() -> None:
    html = markdown.render(as_markdown("see https://ex.example/a_b_c*d. ok")).html
    assert '<a href="https://ex.example/a_b_c*d"' in html
    assert html.endswith("</a>. ok</p>\n")


@given(st.text(alphabet="ab *_`#>-+.1)(\n[]!<&~^$|:\\", max_size=60))
def test_any_words_stand_as_they_were_typed(text: str) -> None:
    said = "\n".join(" ".join(line.split()) for line in tidy(text).split("\n") if line.split())
    shown = markdown.render(as_markdown(said)).text
    assert " ".join(shown.split()) == " ".join(said.split())
