"""What a post becomes in a letter: the same words in both parts, nothing that a mail program asks others for."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.lib import markdown
from commonplace.lib.mail.rendering import rendered
from commonplace.lib.text import plain
from commonplace.mail import markup
from commonplace.mail.markup import LONGEST, told

POST = """## Why it sings

It sang at *two* in the **morning**, see [the log](https://logs.example/a?b=1&c=2) and https://plain.example/x.

> Somebody said that it would, and that it had been so since the van was there last Thursday in the dark.
>
> - and a point

1. Open it.
2. Wait, then say so at some length, for a line of a letter has seventy-two columns and this has more.

```
def a_line_of_code_that_is_longer_than_seventy_two_columns(and_stays, whole): return None
```

| pipe | litres |
|---|---:|
| A | 10 |

---

Done.[^1]

[^1]: At the foot.
"""


@pytest.fixture(autouse=True)
def of_this_house(settings):
    settings.BASE_URL = "https://commons.example"
    told.cache_clear()


def of(source: str) -> markup.Told:
    return told(markdown.render(source).html, "en")


class Seen(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.styled: dict[str, str] = {}
        self.links: list[str] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.styled[tag] = dict(attrs).get("style") or ""
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_plain_words_read_well():
    assert (
        of(POST).text
        == """Why it sings
------------

It sang at _two_ in the *morning*, see the log
<https://logs.example/a?b=1&c=2> and https://plain.example/x.

> Somebody said that it would, and that it had been so since the van was
> there last Thursday in the dark.
>
> - and a point

1. Open it.
2. Wait, then say so at some length, for a line of a letter has
   seventy-two columns and this has more.

    def a_line_of_code_that_is_longer_than_seventy_two_columns(and_stays, whole): return None

pipe | litres
A | 10

* * *

Done.[1]

[1] At the foot."""
    )


def test_each_element_has_its_style_in_itself():
    seen = Seen(of(POST).html)
    for tag in ("a", "p", "h4", "blockquote", "pre", "code", "td", "ol"):
        assert seen.styled[tag], tag
    assert "style" not in seen.tags
    assert seen.links == ["https://logs.example/a?b=1&c=2", "https://plain.example/x"]
    assert "text-align: right" in of(POST).html


def test_nothing_is_asked_of_anybody_when_a_letter_is_opened():
    html = (
        '<p><img src="/files/1/a%20b.png" alt="A &lt;valve&gt;" width="3"></p><picture><source srcset="/files/2/x.png">'
        '<img src="/files/2/y.gif" alt=""></picture><a href="/c/stick/people/3" class="mention">@Rosa</a>'
        '<a href="#foot-1">1</a><a href="//evil.example/x">x</a>'
    )
    seen = told(html, "en")
    assert "<img" not in seen.html
    assert "source" not in Seen(seen.html).tags
    assert Seen(seen.html).links == [
        "https://commons.example/files/1/a%20b.png",
        "https://commons.example/files/2/y.gif",
        "https://commons.example/c/stick/people/3",
    ]
    assert seen.text == (
        "[Picture: A <valve>] https://commons.example/files/1/a%20b.png\n\n"
        "[Picture] https://commons.example/files/2/y.gif @Rosa1x"
    )


def test_what_is_folded_in_the_house_opens_and_quotes_of_other_letters_stay_out():
    fold = told('<details class="fold"><summary>More</summary><p>Inside.</p></details>', "en")
    assert (fold.text, "<details" in fold.html) == ("More\n\nInside.", False)
    mail = told(rendered("I agree.\n\n" + "\n".join(f"> line {n}" for n in range(9)) + "\n\n-- \nRosa\nroom 4"), "en")
    assert mail.text == "I agree."


def test_no_post_ends_the_letter_it_stands_in():
    assert "\n-- \n" not in f"\n{told('<p>a<br>-- <br>b</p>', 'en').text}\n"
    assert "\n-- \n" not in f"\n{told('<p>a</p><pre>--  </pre><p>--</p>', 'en').text}\n"


def test_a_long_post_ends_somewhere_and_says_so():
    long = told("".join(f"<p>{n} {'word ' * 40}</p>" for n in range(400)), "en")
    assert long.is_cut
    assert LONGEST * 0.8 < len(long.text) < LONGEST * 1.1
    assert not of(POST).is_cut
    dense = told("<p>" + "<code>a</code>" * 15_000 + "</p>", "en")
    assert dense.is_cut
    assert len(dense.html) < 250_000


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@given(
    st.lists(
        st.sampled_from([*POST.split("\n\n"), "> > `a`", "* x\n  1. y\n", "a<b & c", "<script>", "\\*"]), max_size=9
    )
)
def test_no_word_is_lost_in_either_part(blocks: list[str]):
    html = markdown.render("\n\n".join(blocks)).html
    seen = told(html, "en")
    said = sorted(words_of(plain(html)))
    assert sorted(words_of(Seen(seen.html).words)) == said
    # A list and a heading have signs of their own, and a link says where it leads.
    assert not set(said) - set(words_of(seen.text.replace("_", " "))) - {word for word in said if "_" in word}
