"""What two pages of A4 hold of a report and of the sponsor’s page: how many lines of each text stand on paper.

On the screen all of it stands. Letters are taken as wide as they may be and never narrower, and the styles `most-1` to
`most-20` cut a text after so many lines whatever is in it: so what is said to fit does. Measures are those of
`static/sponsorship/paper.css` and `report.css`, in pixels of which 96 are an inch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from commonplace.sponsorship.widths import lines_of

PAGE: Final = 988  # of 994 in a browser, and 1,009 in a file
MOST: Final = 20  # lines of one text
FEWEST_ASKED: Final = 2


@dataclass(frozen=True)
class Asks:
    """A request in its title and its texts."""

    title: str
    texts: Sequence[str]


@dataclass(frozen=True)
class Tells:
    """A story: its title, its words, and what stands below them."""

    title: str
    words: str
    below: str
    notes: int = 0


@dataclass(frozen=True)
class Page:
    """All texts of both pages; `above` and `more` are what else stands on the first and on the second, in pixels."""

    heading: str
    opening: str
    brief: Sequence[Sequence[str]] = ()
    asked: Sequence[Asks] = ()
    told: Sequence[Tells] = ()
    figures: Sequence[Sequence[str]] = ()
    agreed: Sequence[str] = ()
    closing: str = ""
    above: float = 0
    more: float = 0


@dataclass(frozen=True)
class Paper:
    """After how many lines each kind of text is cut on paper, how many requests stand there, and which figures."""

    heading: int = 2
    opening: int = 3
    lead: int = 2
    brief: int = 4
    title: int = 2
    below: int = 2
    asked: int = 0
    words: int = 1
    tale: int = 1
    cell: int = 4
    agreed: int = 1
    is_cut: bool = False
    rows: frozenset[int] = frozenset()


LOOSE: Final = Paper()
TIGHT: Final = Paper(heading=2, opening=2, lead=1, brief=2, title=1, below=1)
# The ems of a line of each text, on a page 665 wide.
HEADING, OPENING, LEAD, BRIEF, TITLE, WORDS = 23.0, 36.9, 9.8, 18.1, 40.8, 53.4
TALE_TITLE, TALE, BELOW = 18.6, 29.4, 27.2
CELLS: Final = (11.5, 9.4, 4.5, 9.4, 20.8)
AGREED, CLOSING = 44.4, 49.0
SECTION: Final = 58.6


def fit(page: Page) -> Paper:
    """How much of each stands on two pages: as much as can be, of all requests if each may have two lines."""
    first = next((one for one in _first(page) if _is_enough(page, one)), None) or list(_first(page))[-1]
    paper = _second(page, first)
    return replace(paper, is_cut=_is_cut(page, paper))


def _first(page: Page) -> Iterator[Paper]:
    """Ways to fill the first page, the best first."""
    yield _filled(page, LOOSE, len(page.asked))
    for asked in range(len(page.asked), min(FEWEST_ASKED, len(page.asked)) - 1, -1):
        yield _filled(page, TIGHT, asked)


def _filled(page: Page, frame: Paper, asked: int) -> Paper:
    """As many lines of requests and of stories as there is room for, by turns."""
    paper = replace(frame, asked=asked)
    grown = [("words", 1, _most_words(page, asked)), ("tale", 3, _most_tale(page))]
    growing = True
    while growing:
        growing = False
        for name, step, most in grown:
            now = getattr(paper, name)
            more = replace(paper, **{name: min(now + step, most)})
            if now < most and height_of_first(page, more) <= PAGE:
                paper, growing = more, True
    return paper


def _is_enough(page: Page, paper: Paper) -> bool:
    return (
        height_of_first(page, paper) <= PAGE
        and paper.words >= min(2, _most_words(page, paper.asked))
        and paper.tale >= min(6, _most_tale(page))
    )


def _most_words(page: Page, asked: int) -> int:
    return min(MOST, max((lines_of(text, WORDS) for one in page.asked[:asked] for text in one.texts), default=1))


def _most_tale(page: Page) -> int:
    return min(MOST, max((lines_of(one.words, TALE) for one in page.told), default=1))


def _at_most(text: str, width: float, most: int) -> int:
    return min(lines_of(text, width), most)


def _brief(page: Page, paper: Paper) -> float:
    """The highest of three columns, of which each has a lead, a sentence and how one knows."""
    of = ((LEAD, paper.lead, 23.8), (BRIEF, paper.brief, 17.6), (BRIEF, paper.brief, 17.6))
    columns = (
        sum(_at_most(text, width, most) * high for text, (width, most, high) in zip(column, of, strict=True) if text)
        for column in page.brief
    )
    return 21.6 + max(columns, default=20.3)


def height_of_first(page: Page, paper: Paper) -> float:
    high = 85.0 + page.above + _at_most(page.heading, HEADING, paper.heading) * 37.5
    high += _at_most(page.opening, OPENING, paper.opening) * 26.1
    high += _brief(page, paper) + SECTION
    for asked in page.asked[: paper.asked]:
        high += 16.0 + _at_most(asked.title, TITLE, paper.title) * 20.7
        high += sum(3.6 + _at_most(text, WORDS, paper.words) * 15.8 for text in asked.texts)
    if not page.asked:
        high += 31.0
    elif paper.asked < len(page.asked):
        high += 21.2
    tales = (
        54.8
        + _at_most(one.title, TALE_TITLE, paper.title) * 20.9
        + _at_most(one.words, TALE, paper.tale) * 14.6
        + _at_most(one.below, BELOW, paper.below) * 17.6
        + one.notes * 24.8
        for one in page.told
    )
    return high + (SECTION + max(tales) if page.told else 0)


def _second(page: Page, paper: Paper) -> Paper:
    """The second page with as many lines of each figure, of what was agreed and of what is said besides."""
    most = max([1, *(lines_of(one, AGREED) for one in page.agreed), lines_of(page.closing, CLOSING)])
    made = paper
    for cell in (4, 3, 2, 1):
        for agreed in range(min(MOST, most), 0, -1):
            made = replace(paper, cell=cell, agreed=agreed)
            if height_of_second(page, made) <= PAGE and (agreed >= min(3, most) or cell <= 2):
                return made
    return made


def height_of_second(page: Page, paper: Paper) -> float:
    high = 72.0 + page.more + 21.6 + 17.6 * 4
    for row in page.figures:
        high += 7.2 + 14.6 * max(_at_most(text, width, paper.cell) for text, width in zip(row, CELLS, strict=True))
    if page.agreed:
        high += SECTION + 2 * 34.0
        high += sum(16.0 + max(17.6, _at_most(one, AGREED, paper.agreed) * 15.8) for one in page.agreed)
    if page.closing:
        high += SECTION + 10.8 + _at_most(page.closing, CLOSING, paper.agreed) * 20.3
    return high


def _is_cut(page: Page, paper: Paper) -> bool:
    """Whether a text is longer than its lines on paper, or a request is not there."""
    texts = [(page.heading, HEADING, paper.heading), (page.opening, OPENING, paper.opening)]
    of = ((LEAD, paper.lead), (BRIEF, paper.brief), (BRIEF, paper.brief))
    texts += [(text, *bound) for column in page.brief for text, bound in zip(column, of, strict=True)]
    texts += [(one.title, TITLE, paper.title) for one in page.asked]
    texts += [(text, WORDS, paper.words) for one in page.asked for text in one.texts]
    for one in page.told:
        texts += [(one.title, TALE_TITLE, paper.title), (one.words, TALE, paper.tale), (one.below, BELOW, paper.below)]
    texts += [(text, width, paper.cell) for row in page.figures for text, width in zip(row, CELLS, strict=True)]
    texts += [(text, AGREED, paper.agreed) for text in page.agreed]
    texts += [(page.closing, CLOSING, paper.agreed)]
    return paper.asked < len(page.asked) or any(lines_of(text, width) > most for text, width, most in texts)
