"""What a story tells of fitness rounds: when a steward asked, what each circle put in, and what was decided."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Line = Mapping[str, int]


@dataclass(frozen=True)
class RoundTold:
    """A steward asked so many days ago, for so long. `members` has a sheet for each of the cast, `paper` a sheet for
    each that came from the host's side; `comments` are those of the cast, by item. `talk` is the gathering that talked
    about what was `low`.
    """

    by: str
    days_ago: float
    days: int
    members: Mapping[str, Line]
    paper: Sequence[Line]
    comments: Mapping[str, Mapping[str, str]]
    decided: str
    talk: str = ""
    low: Sequence[str] = ()


def read_rounds(path: Path) -> tuple[RoundTold, ...]:
    """Read them from their file; without one, nobody was asked."""
    if not path.exists():
        return ()
    with path.open("rb") as file:
        return tuple(_read(one) for one in tomllib.load(file).get("rounds", ()))


def _read(one: dict[str, Any]) -> RoundTold:
    items = one["items"]

    def line(numbers: Sequence[int]) -> Line:
        # Nought is for whoever does not know.
        return {item: number for item, number in zip(items, numbers, strict=True) if number}

    return RoundTold(
        by=one["by"],
        days_ago=one["days_ago"],
        days=one["days"],
        members={who: line(numbers) for who, numbers in one["members"].items()},
        paper=[line(numbers) for numbers in one["paper"]],
        comments=one.get("comments", {}),
        decided=one["decided"],
        talk=one.get("talk", ""),
        low=one.get("low", ()),
    )
