"""Signs beyond the usual Markdown: safe, readable everywhere, and nothing is lost where they are not closed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.lib.code_colours import CLASSES, LANGUAGES, coloured
from commonplace.lib.effort import CODE
from commonplace.lib.markdown import MAX_SOURCE, render
from commonplace.lib.tests.markup import undirected
from commonplace.lib.tests.test_effort import AT_MOST, growth, is_bounded, markdown


@pytest.mark.parametrize(
    ("typed", "shown", "words"),
    [
        ("H~2~O", "H<sub>2</sub>O", "H₂O"),
        ("10^-3^ m^2^", "10<sup>-3</sup> m<sup>2</sup>", "10⁻³ m²"),
        ("the 5^th^", "the 5<sup>th</sup>", "the 5th"),
        ("~~gone~~ H~2~O", "<s>gone</s> H<sub>2</sub>O", "gone H₂O"),
        ("~5 and ~6 km, 2^3, ~/a/~b, :^) ^", "~5 and ~6 km, 2^3, ~/a/~b, :^) ^", "~5 and ~6 km, 2^3, ~/a/~b, :^) ^"),
        (r"\~2~ `a~2~`", "~2~ <code>a~2~</code>", "~2~ a~2~"),
    ],
)
def test_small_letters_below_and_above_the_line(typed: str, shown: str, words: str):
    rendered = render(typed)
    assert undirected(rendered.html) == f"<p>{shown}</p>\n"
    assert rendered.text == words


def test_tasks_are_boxes_that_nobody_presses_and_every_letter_shows():
    rendered = render("- [ ] dig\n- [x] *listen*\n- [ ]nothing\n\n[x]: https://a.example")
    assert undirected(rendered.html) == (
        '<ul>\n<li class="task">☐ dig</li>\n<li class="task">☑ <em>listen</em></li>\n<li>[ ]nothing</li>\n</ul>\n'
    )
    assert rendered.text == "☐ dig\n☑ listen\n[ ]nothing"


def test_note_stands_at_the_foot_and_leads_back():
    rendered = render(
        "Water[^w] runs[^2], water[^w].\n\n[^2]: **Down**,\nas a rule[^3].\n[^w]: Wet\n[^3]: Not always\n\nOn."
    )
    ids = re.findall(r'id="([^"]+)"', rendered.html)
    assert len(ids) == len(set(ids)) == 6
    assert set(re.findall(r'href="#([^"]+)"', rendered.html)) == set(ids)
    assert rendered.text.split("\n") == [
        "Water[1] runs[2], water[1].", "On.", "[1] Wet", "[2] Down,", "as a rule[3].", "[3] Not always",
    ]  # fmt: skip
    other = re.findall(r'id="([^"]+)"', render("Water[^w]\n\n[^w]: Wet").html)
    assert set(ids).isdisjoint(other)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("a[^b]", "a[^b]"),
        ("a\n\n[^b]: never named, names[^c]\n[^c]: here", "a\n[1] never named, names[2]\n[2] here"),
        ("a[^b]\n\n[^b]: one\n\n[^b]: two", "a[1]\n[1] one\ntwo"),
        ("> [^b]: quoted\n\nafter", "after\n[1] quoted"),
        ("a[^b]\n\n[^b]: of itself[^b]", "a[1]\n[1] of itself[1]"),
        ("![a[^b]](/files/1/a.png)\n\n[^b]: in a picture's name", "a\n[1] in a picture's name"),
        ("a[^b]\n\n[^b]:", "a[1]\n[1]"),
    ],
)
def test_no_note_loses_words(typed: str, words: str):
    rendered = render(typed)
    assert rendered.text == words
    ids = set(re.findall(r'id="([^"]+)"', rendered.html))
    assert set(re.findall(r'href="#([^"]+)"', rendered.html)) <= ids


def test_names_and_links_in_notes_work_and_ids_are_only_ours():
    rendered = render(
        "a[^b]\n\n[^b]: @ines at https://a.example", mention=lambda name: "/people/2" if name.name == "ines" else None
    )
    assert rendered.mentions == (("ines", "/people/2"),)
    assert '<a href="https://a.example" rel="nofollow noopener">' in rendered.html
    assert re.findall(r"<[^>]* id=", render('<p id="main">a</p> <a id="b">c</a>').html) == []


def test_folded_part_opens_at_a_press():
    rendered = render("::: How <we> @ines did it\n- a\n\n```\n:::\n```\n:::\nafter", mention=lambda _name: "/people/2")
    assert undirected(rendered.html) == (
        '<details class="fold"><summary>How &lt;we&gt; @ines did it</summary>\n<ul>\n<li>a</li>\n</ul>\n'
        '<pre tabindex="0"><code>:::\n</code></pre>\n</details>\n<p>after</p>\n'
    )
    assert rendered.text == "How <we> @ines did it\na\n:::\nafter"
    assert "<summary>Inside</summary>" in undirected(render("::: details Inside\nx\n:::").html)


@pytest.mark.parametrize("typed", ["::: open\nnever", ":::\nx\n:::", ":::a\nx\n:::", "::: " + "a" * 300 + "\nx\n:::"])
def test_what_is_not_folded_stays_as_typed(typed: str):
    rendered = render(typed)
    assert "<details" not in rendered.html
    assert rendered.text == typed


def test_named_code_is_told_apart_by_classes_of_ours():
    rendered = render("```python title\nif a < 1:  # <b>\n    pass\n```")
    assert rendered.html == (
        '<pre tabindex="0"><code><span class="hl-key">if</span> a &lt; <span class="hl-number">1</span>:  '
        '<span class="hl-note"># &lt;b&gt;</span>\n    <span class="hl-key">pass</span>\n</code></pre>\n'
    )
    assert rendered.text == "if a < 1: # <b>\npass"
    for fence in ("", "nosuch", "java", "../python", "python3;"):
        assert "<span" not in render(f"```{fence}\nif a: pass\n```").html


@given(st.sampled_from(sorted(LANGUAGES)), st.text(max_size=300))
def test_coloured_code_says_the_same(language: str, code: str):
    plain = render(f"~~~~~~~~\n{code}\n~~~~~~~~")
    rendered = render(f"~~~~~~~~{language}\n{code}\n~~~~~~~~")
    assert rendered.text == plain.text
    assert re.sub(r'<span class="[^"]*">|</span>', "", rendered.html) == plain.html
    assert set(re.findall(r'<span class="([^"]*)"', rendered.html)) <= CLASSES


def test_much_code_and_long_lines_are_not_coloured():
    assert coloured("a = 1\n", "python", room=1000) != ""
    assert coloured("a = 1 " * 50, "python", room=9000) == ""
    assert coloured("a = 1\n" * 50, "python", room=1000) == ""
    many = render(f"```python\n{'a = 1\n' * 400}```\n" * 4)
    assert 0 < many.html.count("<span") <= CODE // 3
    assert many.html.count("<pre") == 4


FRAGMENTS = [
    *("~", "~a~", "^", "^a^", "~a", "~~~a~", "[^", "[^a]", "[^a]: b\n", "[^a]: [^a]\n", "[^a]:\n\n", ":::", "::: a\n"),
    *(
        "::: a\n:::\n",
        "> ::: a\n",
        "- [ ] a\n",
        "- [x] ",
        "```c\n",
        "```c\n(\n```\n",
        "~~~js\n`",
        "[^a]\n\n[^a]: [^b]\n",
    ),
]
GREATEST = {
    "notes that name one another": "".join(f"[^{n}]: [^{n + 1}]\n" for n in range(9000)),
    "notes that nobody names": "".join(f"[^{n}]: a\n" for n in range(9000)),
    "one note, named often": "[^a]: b\n\n" + "[^a]" * MAX_SOURCE,
    "folded parts never closed": "::: a\n\n" * MAX_SOURCE,
    "code of many colours": "```python\n" + "(1," * 60 + "\n```\n" * MAX_SOURCE,
    "many small pieces of code": "```python\n1 in 1 in 1\n```\n" * MAX_SOURCE,
}


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=repr)
def test_signs_cost_no_more_than_their_length(fragment: str):
    assert growth(markdown, fragment) < AT_MOST


@pytest.mark.parametrize("source", GREATEST.values(), ids=list(GREATEST))
def test_the_greatest_text_of_signs_is_bounded(source: str):
    assert is_bounded(source[:MAX_SOURCE])
    assert growth(markdown, source[: 4 * 400]) < AT_MOST
