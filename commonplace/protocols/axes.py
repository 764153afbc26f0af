"""The picture of the three axes: bands from informal to formal, columns of learning from and with, inside and outside.

It is worked out here as lines of text at places of an SVG, wide for a desk and tall for a phone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from commonplace.protocols.protocol import FORMALITIES, Mode, Protocol, Source
from commonplace.protocols.wording import FORMALITY, WHERE

LINE, GAP, PAD = 19, 8, 16
DOT = 15  # what a dot takes before a name
COLUMNS = (
    (Source.INSIDE, Mode.FROM),
    (Source.INSIDE, Mode.WITH),
    (Source.OUTSIDE, Mode.FROM),
    (Source.OUTSIDE, Mode.WITH),
)
# A picture's width, where its columns begin, and how many letters a line of them holds.
WIDE, WIDE_BEGINS, WIDE_STEP, WIDE_LETTERS = 1000, 130, 218, 23
TALL, TALL_STEP, TALL_LETTERS = 340, 172, 18


@dataclass(frozen=True)
class Label:
    """A word of the picture that is no protocol."""

    x: int
    y: int
    text: str
    tone: str = "band"


@dataclass(frozen=True)
class Spot:
    """A protocol in the picture: its lines, its dot, and how it stands to what is looked for."""

    ref: str
    x: int
    y: int
    lines: Sequence[tuple[int, str]]
    title: str
    state: str
    fits: bool


@dataclass(frozen=True)
class Picture:
    """All there is to draw: `rules` are the heights of its lines, `edge` is where what is outside begins, and `between`
    where learning with begins on either side of it.
    """

    width: int
    height: int
    spots: Sequence[Spot]
    labels: Sequence[Label]
    rules: Sequence[int]
    edge: int | None = None
    between: Sequence[int] = ()


def wide(protocols: Iterable[Protocol], *, states: Mapping[str, str], fitting: frozenset[str]) -> Picture:
    """Four columns beside the names of the bands."""
    cells = _cells(protocols)
    spots: list[Spot] = []
    begins = [WIDE_BEGINS + n * WIDE_STEP + PAD + DOT for n in range(len(COLUMNS))]
    labels = [Label(begins[2 * n], PAD + GAP // 2, _capital(source.label), "half") for n, source in enumerate(Source)]
    labels += [Label(x, 3 * PAD, str(mode.label), "where") for x, (_source, mode) in zip(begins, COLUMNS, strict=True)]
    rules, y = [], 4 * PAD
    for formality in FORMALITIES:
        rules.append(y)
        labels += [Label(0, y + PAD + GAP + n * LINE, text) for n, text in enumerate(_band(formality, 13))]
        depths = [y + PAD]
        for n, column in enumerate(COLUMNS):
            depth = y + PAD
            for one in cells.get((formality, *column), ()):
                spot, depth = _spot(one, WIDE_BEGINS + n * WIDE_STEP + PAD, depth, WIDE_LETTERS, states, fitting)
                spots.append(spot)
            depths.append(depth)
        y = max(depths) + GAP
    steps = [WIDE_BEGINS + n * WIDE_STEP for n in (1, 2, 3)]
    return Picture(WIDE, y, spots, labels, rules, edge=steps[1], between=(steps[0], steps[2]))


def tall(protocols: Iterable[Protocol], *, states: Mapping[str, str], fitting: frozenset[str]) -> Picture:
    """Two columns; within each band, what is inside comes before what is outside."""
    cells = _cells(protocols)
    spots: list[Spot] = []
    labels: list[Label] = []
    rules, y = [], 0
    for formality in FORMALITIES:
        rules.append(y)
        labels.append(Label(0, y + PAD + GAP, str(FORMALITY[formality])))
        y += 2 * PAD + GAP
        for half in (COLUMNS[:2], COLUMNS[2:]):
            if not any(cells.get((formality, *column)) for column in half):
                continue
            depths = []
            for n, column in enumerate(half):
                depth = y
                if found := cells.get((formality, *column)):
                    labels.append(Label(n * TALL_STEP + DOT, y + GAP, str(WHERE[column]), "where"))
                    depth += PAD + GAP // 2
                    for one in found:
                        spot, depth = _spot(one, n * TALL_STEP, depth, TALL_LETTERS, states, fitting)
                        spots.append(spot)
                depths.append(depth)
            y = max(depths) + PAD
    return Picture(TALL, y, spots, labels, rules)


def _cells(protocols: Iterable[Protocol]) -> Mapping[tuple[int, str, str], list[Protocol]]:
    cells: dict[tuple[int, str, str], list[Protocol]] = {}
    for one in sorted(protocols, key=lambda one: one.title):
        cells.setdefault((one.formality, one.source, one.mode), []).append(one)
    return cells


def _capital(words: object) -> str:
    said = str(words)
    return said[:1].upper() + said[1:]


def _band(formality: int, letters: int) -> list[str]:
    return wrap(str(FORMALITY[formality]), letters)


def _spot(
    one: Protocol, x: int, y: int, letters: int, states: Mapping[str, str], fitting: frozenset[str]
) -> tuple[Spot, int]:
    """The place of one, and where the next begins."""
    texts = wrap(one.title, letters)
    lines = [(y + GAP + n * LINE, text) for n, text in enumerate(texts)]
    spot = Spot(one.ref, x, y, lines, one.title, states.get(one.ref, ""), one.ref in fitting)
    return spot, y + len(texts) * LINE + GAP
