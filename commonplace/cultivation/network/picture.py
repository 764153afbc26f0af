"""The network as a picture: dots without names in few paths, so that two thousand of them weigh little."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 1000, 620, 24
# From so many dots on they are drawn smaller, and lines thinner.
MANY = 300


@dataclass(frozen=True)
class Label:
    """The letter of a circle, in the middle of its dots, as the table beside the picture names it."""

    letter: str
    x: int
    y: int


@dataclass(frozen=True)
class Picture:
    """What `cultivation/network_picture.html` draws: paths of ties within circles and between them, and of dots."""

    within: str
    between: str
    dots: str
    labels: Sequence[Label]
    is_crowded: bool


Dot = tuple[int, int, float, float]


def draw(dots: Sequence[Dot], lines: Sequence[Sequence[int]]) -> Picture:
    """A picture of dots (place, circle, x, y) and of lines between places; the same scale both ways."""
    left, right = min(dot[2] for dot in dots), max(dot[2] for dot in dots)
    top, bottom = min(dot[3] for dot in dots), max(dot[3] for dot in dots)
    scale = min((WIDTH - 2 * MARGIN) / max(right - left, 1e-9), (HEIGHT - 2 * MARGIN) / max(bottom - top, 1e-9))
    at = {
        place: (
            round(WIDTH / 2 + (x - (left + right) / 2) * scale),
            round(HEIGHT / 2 + (y - (top + bottom) / 2) * scale),
        )
        for place, _circle, x, y in dots
    }
    circle = {place: number for place, number, _x, _y in dots}
    within = [line for line in lines if circle[line[0]] == circle[line[1]]]
    between = [line for line in lines if circle[line[0]] != circle[line[1]]]
    return Picture(
        within="".join(_line(at[one], at[other]) for one, other in within),
        between="".join(_line(at[one], at[other]) for one, other in between),
        # A line of no length with round ends is a dot.
        dots="".join(f"M{x} {y}h0" for x, y in at.values()),
        labels=[_label(number, [at[one] for one in at if circle[one] == number]) for number in _labelled(circle)],
        is_crowded=len(dots) >= MANY,
    )


def letter_of(circle: int) -> str:
    """What the circle of this number is called: A, B and so on, then AA."""
    first, last = divmod(circle, 26)
    return (letter_of(first - 1) if first else "") + chr(ord("A") + last)


def _labelled(circle: dict[int, int]) -> list[int]:
    return sorted(number for number in set(circle.values()) if number >= 0)


def _label(circle: int, spots: Sequence[tuple[int, int]]) -> Label:
    middle = sorted(x for x, _ in spots)[len(spots) // 2], sorted(y for _, y in spots)[len(spots) // 2]
    return Label(letter_of(circle), *middle)


def _line(one: tuple[int, int], other: tuple[int, int]) -> str:
    return f"M{one[0]} {one[1]}L{other[0]} {other[1]}"
