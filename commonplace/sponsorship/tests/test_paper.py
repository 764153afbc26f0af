"""Two pages hold whatever stands in a report, and of what is short nothing is cut."""

import pytest

from commonplace.sponsorship.models import Request
from commonplace.sponsorship.paper import PAGE, Asks, Page, Tells, fit, height_of_first, height_of_second
from commonplace.sponsorship.tests.test_pages import HERE, shown
from commonplace.sponsorship.widths import ems, lines_of

# Ordinary words, large ones, a script without spaces, many lines, and one word without an end.
ALPHABETS = {
    "words": "The district asked whether crews may stay on the clock for the hour. ",
    "large": "THE DISTRICT ASKED WHETHER CREWS MAY STAY ON THE CLOCK FOR THE HOUR. ",
    "wide": "漏水を聞く人々はこの半年に何を学んだか。",
    "lines": "Yes.\nNo.\n",
    "endless": "W",
}


def of(alphabet: str, length: int) -> str:
    words = ALPHABETS[alphabet]
    return (words * (length // len(words) + 1))[:length]


def longest(alphabet: str) -> Page:
    """As long as forms let each text be."""

    def text(length: int) -> str:
        return of(alphabet, length)

    return Page(
        heading=text(202),
        opening=text(240),
        brief=[(text(24), text(160), text(160))] * 3,
        asked=[Asks(text(160), [text(1200)] * 3 + ["5 January"])] * 4,
        told=[Tells(text(160), text(4000), text(400), notes=3)] * 2,
        figures=[(text(130), text(90), text(60), text(230), text(320))] * 9,
        agreed=[text(4000)] * 3,
        closing=text(700),
    )


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_whatever_stands_in_it_two_pages_hold_it(alphabet):
    page = longest(alphabet)
    paper = fit(page)
    assert height_of_first(page, paper) <= PAGE
    assert height_of_second(page, paper) <= PAGE
    assert (paper.is_cut, paper.asked >= 2, paper.words >= 2, paper.tale >= 1, paper.cell >= 2) == (True,) * 5


def test_four_long_requests_that_wait_stand_there_all_four():
    waiting = [Asks(of("words", 60), [of("words", 1200), "5 January"])] * 4
    paper = fit(Page("The Listening Stick, autumn", "What it was good for.", asked=waiting))
    assert (paper.asked, paper.is_cut) == (4, True)
    assert paper.words >= 5


def test_of_what_is_short_nothing_is_cut():
    page = Page(
        heading="The Listening Stick, half a year",
        opening=of("words", 140),
        brief=[("212 hours", of("words", 60), of("words", 60))] * 3,
        asked=[Asks("Let crews stay on the clock", [of("words", 130), of("words", 110), "5 January"])] * 2,
        told=[Tells("The Sunday-night shift", of("words", 420), "Priya Raghavan")] * 2,
        figures=[("Time saved Short term", "212 hours Jan to Mar 2026", "391 hours", "a hundred", "Measured")] * 9,
        agreed=["Two hours a month.", "Who said what.", "A page each season."],
        closing=of("words", 140),
    )
    paper = fit(page)
    assert (paper.is_cut, paper.asked) == (False, 2)


def test_a_line_ends_where_a_word_no_longer_fits():
    wide = 8 * ems("a")
    assert [lines_of(words, wide) for words in ("", "aaaa", "aaaa aaa", "aaaa aaaa", "a\na\n\na")] == [1, 1, 1, 2, 4]
    assert lines_of("a" * 30, wide) >= 4
    assert (ems("é"), ems("ó")) == (ems("e"), ems("o"))


@pytest.fixture
def asked(asks) -> list[Request]:
    """Five that wait, each in the longest words."""
    return [asks(of("words", 150), why=of("words", 1200)) for _number in range(5)]


def test_on_the_screen_stands_what_paper_has_no_room_for(client, asked, hal):
    client.force_login(hal)
    page = client.get(HERE)
    paper = page.context["paper"]
    assert 2 <= paper.asked <= 4
    assert shown(client).count(asked[0].why.strip()) == 5
    assert page.text.count('<li class="screen-only">') == 5 - paper.asked
    assert "They stand on the page from which this was printed." in page.text
    assert f"goes on at http://localhost:8000{HERE}" in page.text
