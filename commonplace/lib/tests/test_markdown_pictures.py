"""A sign in the text places a picture that came along, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonplace.files.formats import safe_name
from commonplace.lib.markdown import MAX_SOURCE, render
from commonplace.lib.markdown_pictures import Picture, named, placed_in, sign_of, without_signs

VALVE = {
    named("Valve.png"): Picture("/files/7/Valve.png", "Valve.png", "A valve, half open", 40, 20),
    named("turns.webp"): Picture("/files/8/turns.webp", "turns.webp", "", 40, 20, moves=True),
}


def test_a_sign_places_the_picture_with_what_it_shows() -> None:
    made = render("Look: ![](valve.png)", pictures=VALVE)
    assert made.html == (
        '<p dir="auto">Look: <a href="/files/7/Valve.png" rel="nofollow noopener">'
        '<img src="/files/7/Valve.png" alt="A valve, half open" width="40" height="20" loading="lazy"></a></p>\n'
    )
    assert made.text == "Look: A valve, half open"


def test_what_moves_stands_still_for_whoever_asked_for_less_motion() -> None:
    made = render("![It turns](turns.webp)", pictures=VALVE).html
    assert '<source media="(prefers-reduced-motion: reduce)" srcset="/files/8/turns.webp?still">' in made
    assert 'alt="It turns"' in made


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("![A map](map.png)", "A map"),
        ("![](map.png)", "map.png"),
        ("`![](valve.png)`", "![](valve.png)"),
        ("```\n![](valve.png)\n```", "![](valve.png)"),
        ("![The valve](https://example.org/valve.png)", "The valve"),
        ("![The valve](//example.org/valve.png)", "The valve"),
        ("![The valve](../files/7/Valve.png)", "The valve"),
        ("![The valve](data:image/png;base64,AAAA)", "![The valve](data:image/png;base64,AAAA)"),
    ],
)
def test_what_did_not_come_along_is_no_picture(typed: str, words: str) -> None:
    made = render(typed, pictures=VALVE)
    assert (made.text, "<img" in made.html) == (words, False)


def test_within_a_link_stands_the_picture_alone() -> None:
    made = render("[![](valve.png)](https://example.org)", pictures=VALVE).html
    assert (made.count("<a "), made.count("<img ")) == (1, 1)


@given(st.text(min_size=1, max_size=60), st.sampled_from(["image/png", "image/jpeg"]), st.text(max_size=60))
def test_every_name_that_a_file_may_have_has_a_sign(wish: str, content_type: str, description: str) -> None:
    name = safe_name(wish, content_type)
    pictures = {named(name): Picture("/files/1/x", name, description.strip())}
    made = render(f"a {sign_of(name)} b", pictures=pictures)
    assert [address for address, _alt in placed_in(made.html)] == ["/files/1/x"]
    assert made.html.count("<img") == 1
    assert without_signs(f"a {sign_of(name)} b", "-") == "a - b"


def test_signs_beyond_measure_are_shown_as_typed() -> None:
    long = {named("a.png"): Picture("/files/1/a.png", "a.png", "x" * 500)}
    typed = "![](a.png) " * (MAX_SOURCE // 11)
    made = render(typed, pictures=long)
    assert "<img" not in made.html
    assert len(made.html) < 8 * len(typed)
