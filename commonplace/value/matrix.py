"""Where stories run through what is looked at: columns of cells, and a line for each story; arithmetic alone.

A column is 200 wide and a cell 100 high, as `value.css` sets them; the picture is stretched over the whole.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

WIDE, HIGH = 200, 100
MOST_THREADS = 12  # more lines than this nobody tells apart; the others are counted
MOST_KNOTS = 4  # beside each other in a cell
LETTERS = "ABCDEFGHIJKL"
TONES = 6  # of the palette, each in a lane of its own
# How far each lane lies above the foot of a cell, as the style has it: in hundredths of its height.
LANES = (25.0, 22.5, 20.0, 17.5, 15.0, 12.5)
# From row to row a line goes where nobody reads: in the gap at the end of a column, each lane beside the others.
GAP, BESIDE = 19.0, 3.0
# How round its corners are.
BEND = 10.0


@dataclass(frozen=True)
class Thread:
    """A story drawn through the cells that it touches: its key, and for each cell whether it is only hoped for."""

    story: int
    touches: Mapping[int, bool]


@dataclass(frozen=True)
class Knot:
    """Where a thread touches a cell; its tone is its lane, too, counted from the highest."""

    story: int
    letter: str
    tone: int
    is_hoped: bool


@dataclass(frozen=True)
class Line:
    """A piece of a thread from one knot to the next."""

    story: int
    tone: int
    path: str
    is_hoped: bool


@dataclass(frozen=True)
class Drawn:
    """What is drawn over some columns: by cell its knots and how many stories touch it, and the lines between."""

    knots: Mapping[int, Sequence[Knot]]
    lines: Sequence[Line]
    touched: Mapping[int, int]
    rows: int

    @property
    def height(self) -> int:
        """Of the picture."""
        return self.rows * HIGH


@dataclass(frozen=True)
class Picture:
    """All that is drawn, with one letter for each story, and how many stories are not drawn."""

    bands: Sequence[Drawn]
    letters: Mapping[int, Knot]
    left_out: int


@dataclass
class _Place:
    """Where a cell lies, and who is in it."""

    column: int
    row: int
    stories: list[int] = field(default_factory=list)


def chosen(threads: Sequence[Thread], *, first: int = 0) -> list[Thread]:
    """Those that are drawn: the one that somebody follows, then those that touch most, the latest told first."""
    order = {one.story: place for place, one in enumerate(threads)}
    ranked = sorted(threads, key=lambda one: (one.story != first, -len(one.touches), order[one.story]))
    return ranked[:MOST_THREADS]


def draw(bands: Sequence[Sequence[Sequence[int]]], threads: Sequence[Thread], *, first: int = 0) -> Picture:
    """The knots and lines of these threads through bands of columns of cells, each cell by its key.

    A story has one letter and one tone in all of them.
    """
    keys = {key for band in bands for column in band for key in column}
    inside = [one for one in threads if not keys.isdisjoint(one.touches)]
    picked = chosen(inside, first=first)
    # In the order in which they were told, so that a letter stays where it is while another is followed.
    order = [one.story for one in inside]
    picked.sort(key=lambda one: order.index(one.story))
    letters = {one.story: _knot(one.story, number, is_hoped=False) for number, one in enumerate(picked)}
    return Picture([_drawn(band, inside, picked) for band in bands], letters, len(inside) - len(picked))


def _knot(story: int, number: int, *, is_hoped: bool) -> Knot:
    return Knot(story, LETTERS[number], number % TONES, is_hoped)


def _drawn(columns: Sequence[Sequence[int]], inside: Sequence[Thread], picked: Sequence[Thread]) -> Drawn:
    places = {key: _Place(at, row) for at, keys in enumerate(columns) for row, key in enumerate(keys)}
    for one in picked:
        for key in one.touches:
            if key in places and len(places[key].stories) < MOST_KNOTS:
                places[key].stories.append(one.story)
    knots: dict[int, list[Knot]] = {}
    lines: list[Line] = []
    for number, one in enumerate(picked):
        lane = number % TONES
        held = [(key, places[key]) for key in one.touches if key in places and one.story in places[key].stories]
        held.sort(key=lambda pair: (pair[1].column, pair[1].row))
        for key, _place in held:
            knots.setdefault(key, []).append(_knot(one.story, number, is_hoped=one.touches[key]))
        for (_, begin), (key, end) in itertools.pairwise(held):
            path = _path(_point(begin, one.story, lane), _point(end, one.story, lane), begin, end, lane)
            lines.append(Line(one.story, lane, path, one.touches[key]))
    touched = Counter(key for one in inside for key in one.touches if key in places)
    rows = max((len(keys) for keys in columns), default=0)
    return Drawn(knots, lines, touched, max(rows, 1))


def _point(place: _Place, story: int, lane: int) -> tuple[float, float]:
    """The middle of a knot: knots of a cell share its width."""
    share = (place.stories.index(story) + 0.5) / len(place.stories)
    return WIDE * (place.column + share), HIGH * (place.row + 1) - LANES[lane]


def _path(start: tuple[float, float], stop: tuple[float, float], begin: _Place, end: _Place, lane: int) -> str:
    """Straight within a row, and from row to row in the gap before the column where it goes on, or of its own column.

    Each lane has its place in the gap, so that lines that go up and down together are seen as several.
    """
    (x, y), (to_x, to_y) = start, stop
    if begin.row == end.row:
        return f"M{x:.1f} {y:.1f}H{to_x:.1f}"
    is_within = begin.column == end.column
    # What goes up does not lie on what goes down.
    side = WIDE * (end.column + is_within) - GAP + (lane + (to_y < y) / 2) * BESIDE
    turn = BEND if to_y > y else -BEND
    on = side - BEND if is_within else side + BEND
    out = f"H{side - BEND:.1f}Q{side:.1f} {y:.1f} {side:.1f} {y + turn:.1f}"
    back = f"V{to_y - turn:.1f}Q{side:.1f} {to_y:.1f} {on:.1f} {to_y:.1f}"
    return f"M{x:.1f} {y:.1f}{out}{back}H{to_x:.1f}"
