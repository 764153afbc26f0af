"""What a story tells of candour: what somebody asks under a sign, as its file is read."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class SaidTold:
    """A reply so many hours after the question; without `by` whoever asked goes on under their sign."""

    after_hours: float
    text: str
    by: str = ""


@dataclass(frozen=True)
class AskedTold:
    """What was asked under a sign, who replied, which of the replies settled it, and what came of that."""

    days_ago: float
    kind: str
    title: str
    text: str
    replies: tuple[SaidTold, ...]
    settled_by: int
    settled_after_hours: float
    how: str
    told: str


def read_candour(path: Path) -> tuple[AskedTold, ...]:
    """Read them from their file; without one, nobody asked under a sign."""
    if not path.exists():
        return ()
    with path.open("rb") as file:
        asked = tomllib.load(file).get("asked", ())
    return tuple(
        AskedTold(**one | {"replies": tuple(SaidTold(**each) for each in one.get("replies", ()))}) for one in asked
    )
