"""What a story tells of how a community drew itself: when it was asked, and what each said."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commonplace.communities.modules import Orientation


@dataclass(frozen=True)
class DrawnTold:
    """A steward asked so many days ago, for so long; `drew` has what each of the cast said: today, and as wanted."""

    by: str
    days_ago: float
    days: int
    drew: Mapping[str, Mapping[Orientation, tuple[int, int]]]


def read_orientations(path: Path) -> tuple[DrawnTold, ...]:
    """Read them from their file; without one, nobody was asked."""
    if not path.exists():
        return ()
    with path.open("rb") as file:
        return tuple(_read(one) for one in tomllib.load(file).get("profiles", ()))


def _read(one: dict[str, Any]) -> DrawnTold:
    drew = {
        who: {Orientation(name): (today, wanted) for name, (today, wanted) in said.items()}
        for who, said in one.pop("drew").items()
    }
    return DrawnTold(**one, drew=drew)
