"""What a story tells of people brought together: who was introduced, who has coffee, and what a steward noted."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class NoteTold:
    """A steward noted something of talking with somebody."""

    by: str
    about: str
    days_ago: float
    text: str


@dataclass(frozen=True)
class ThoughtTold:
    """A member thought of two who should meet; so many days later the first, and the second, said yes, and the first
    said what came of it.
    """

    by: str
    of: tuple[str, str]
    days_ago: float
    words: str
    yes_after: tuple[float, ...] = ()
    came: str = ""
    came_after: float = 0


@dataclass(frozen=True)
class WovenTold:
    """Two were introduced so many days ago, whoever was found first, by whom and with which line; of whom members
    thought; who has been in for coffee since when; and notes.
    """

    introduced_by: str = ""
    introduced_days_ago: float = 0
    words: str = ""
    coffee: tuple[str, ...] = ()
    coffee_days_ago: float = 0
    notes: tuple[NoteTold, ...] = field(default_factory=tuple)
    thoughts: tuple[ThoughtTold, ...] = field(default_factory=tuple)


def read_woven(path: Path) -> WovenTold:
    """Read it from its file; without one, nobody was brought together."""
    if not path.exists():
        return WovenTold()
    with path.open("rb") as file:
        told = tomllib.load(file)
    notes = tuple(NoteTold(**one) for one in told.pop("notes", ()))
    thoughts = tuple(
        ThoughtTold(**{**one, "of": tuple(one["of"]), "yes_after": tuple(one["yes_after"])})
        for one in told.pop("thoughts", ())
    )
    return WovenTold(**{**told, "coffee": tuple(told["coffee"]), "notes": notes, "thoughts": thoughts})
