"""Where stories run through what is looked at: columns of cells, and a line for each story; arithmetic alone.

A column is 200 wide and a cell 100 high, as `rooms.css` sets them; the picture is stretched over the whole.
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
TONES = 6  # of the palette
# How far each of four lanes lies above the foot of a cell, as the style has it: in hundredths of its height.
LANES = (25.0, 21.43, 17.86, 14.29)
# Where a line leaves its cell and enters the next, before and after the edge between two columns.
BEND = 15


@dataclass(frozen=True)
class Thread:
    """A story drawn through the cells that it touches: its key, and for each cell whether it is only hoped for."""

    story: int
    touches: Mapping[int, bool]


@dataclass(frozen=True)
class Knot:
    """Where a thread touches a cell; `lane` counts from the highest."""

    story: int
    letter: str
    tone: int
    lane: int
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
    """All that is drawn: by cell its knots, how many stories touch it, and how many of these have no knot there."""

    knots: Mapping[int, Sequence[Knot]]
    lines: Sequence[Line]
    letters: Mapping[int, Knot]
    touched: Mapping[int, int]
    rows: int
    left_out: int

    @property
    def height(self) -> int:
        """Of the picture."""
        return self.rows * HIGH


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


def draw(columns: Sequence[Sequence[int]], threads: Sequence[Thread], *, first: int = 0) -> Drawn:
    """The knots and lines of these threads through columns of cells, each cell by its key."""
    places = {key: _Place(at, row) for at, keys in enumerate(columns) for row, key in enumerate(keys)}
    inside = [one for one in threads if any(key in places for key in one.touches)]
    picked = chosen(inside, first=first)
    # In the order in which they were told, so that a letter stays where it is while another is followed.
    order = [one.story for one in inside]
    picked.sort(key=lambda one: order.index(one.story))
    for one in picked:
        for key in one.touches:
            if key in places and len(places[key].stories) < MOST_KNOTS:
                places[key].stories.append(one.story)
    letters: dict[int, Knot] = {}
    knots: dict[int, list[Knot]] = {}
    lines: list[Line] = []
    for number, one in enumerate(picked):
        tone = number % TONES
        lane = tone % len(LANES)
        letters[one.story] = Knot(one.story, LETTERS[number], tone, lane, is_hoped=False)
        held = [(key, places[key]) for key in one.touches if key in places and one.story in places[key].stories]
        held.sort(key=lambda pair: (pair[1].column, pair[1].row))
        for key, _place in held:
            knots.setdefault(key, []).append(Knot(one.story, LETTERS[number], tone, lane, one.touches[key]))
        for (_, begin), (key, end) in itertools.pairwise(held):
            path = _path(_point(begin, one.story, lane), _point(end, one.story, lane), begin, end, number)
            lines.append(Line(one.story, tone, path, one.touches[key]))
    touched = Counter(key for one in inside for key in one.touches if key in places)
    rows = max((len(keys) for keys in columns), default=0)
    return Drawn(knots, lines, letters, touched, max(rows, 1), len(inside) - len(picked))


def _point(place: _Place, story: int, lane: int) -> tuple[float, float]:
    """The middle of a knot: knots of a cell share its width."""
    share = (place.stories.index(story) + 0.5) / len(place.stories)
    return WIDE * (place.column + share), HIGH * (place.row + 1) - LANES[lane]


def _path(start: tuple[float, float], stop: tuple[float, float], begin: _Place, end: _Place, number: int) -> str:
    """Straight within a cell, and from row to row in the gap before the column where it goes on.

    Each thread bends a little beside the others, so that lines that go up and down together are seen as several.
    """
    (x, y), (to_x, to_y) = start, stop
    if begin.column == end.column:
        # Down, or up, at the end of its column, where cells have the least to read.
        side, turn = WIDE * (end.column + 1) - 4 - number % len(LANES) * 4, BEND if to_y > y else -BEND
        out = f"H{side - BEND:.1f}Q{side:.1f} {y:.1f} {side:.1f} {y + turn:.1f}"
        back = f"V{to_y - turn:.1f}Q{side:.1f} {to_y:.1f} {side - BEND:.1f} {to_y:.1f}"
        return f"M{x:.1f} {y:.1f}{out}{back}H{to_x:.1f}"
    edge = WIDE * end.column + (number % len(LANES) - 1.5) * 4
    left, right = edge - BEND, edge + BEND
    bend = f"C{edge + 3:.1f} {y:.1f} {edge - 3:.1f} {to_y:.1f} {right:.1f} {to_y:.1f}"
    return f"M{x:.1f} {y:.1f}H{left:.1f}{bend}H{to_x:.1f}"
