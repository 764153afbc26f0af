"""What may be told of what a circle said, by arithmetic alone: no row is asked.

Circles have nobody in common, and nothing is told of all of them together, so nothing can be taken off a sum. How many
said a number is told in fives. From one round to the next, what is told moves only as far as it hangs on no single
sheet: so whoever came in, went, or said otherwise is not what is left when two rounds are laid side by side. Of nine
sheets and more it stays until two to five of them are others than when it last moved, however many rounds that takes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from commonplace.fitness.instruments import Circle
from commonplace.lib.spread import FEWEST, Middle, held, in_fives, middle_half

# What the last round told of the same, by circle and item.
Before = Mapping[tuple[Circle, str], Middle]
NOTHING: Before = {}


@dataclass(frozen=True)
class Said:
    """One sheet: whose circle, a number for an item or none where somebody does not know, and a comment for some.

    `typed` where a steward typed it in from paper, and so has read it.
    """

    circle: Circle
    numbers: Mapping[str, int]
    comments: Mapping[str, str] = field(default_factory=dict)
    typed: bool = False


@dataclass(frozen=True)
class Told:
    """What is told of one item in one circle: `people` in fives; no middle where it is withheld."""

    circle: Circle
    item: str
    middle: Middle | None
    people: int


@dataclass(frozen=True)
class Remark:
    """A comment as it is shown: its circle only where every circle that answered is large enough."""

    item: str
    words: str
    circle: Circle | None


def is_enough(sheets: Sequence[Said]) -> bool:
    """Whether anything may be told of these: five that no steward typed in, or else five that one did.

    Whoever has typed four in would know the fifth.
    """
    by_themselves = sum(not one.typed for one in sheets)
    return by_themselves >= FEWEST or (by_themselves == 0 and len(sheets) >= FEWEST)


def told_of(sheets: Sequence[Said], items: Mapping[Circle, Sequence[str]], before: Before = NOTHING) -> list[Told]:
    """Of each circle and each item that it was asked, what may be told; `before` is what the last round told of it."""
    return [
        _cell(sheets, circle, item, before.get((circle, item))) for circle, asked in items.items() for item in asked
    ]


def _cell(sheets: Sequence[Said], circle: Circle, item: str, before: Middle | None) -> Told:
    said = [one for one in sheets if one.circle == circle and item in one.numbers]
    if not is_enough(said):
        return Told(circle, item, None, 0)
    numbers = [one.numbers[item] for one in said]
    middle = middle_half(numbers) if before is None else held(before, numbers)
    return Told(circle, item, middle, in_fives(len(said)))


def remarks_of(sheets: Sequence[Said]) -> list[Remark]:
    """The comments that may be shown, each on its own; none where fewer than five answered at all."""
    if not is_enough(sheets):
        return []
    circles = {one.circle for one in sheets}
    is_told_apart = all(is_enough([one for one in sheets if one.circle == circle]) for circle in circles)
    return [
        Remark(item, words, one.circle if is_told_apart else None)
        for one in sheets
        for item, words in one.comments.items()
    ]
