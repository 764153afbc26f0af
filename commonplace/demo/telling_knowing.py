"""What a story tells of knowing: who said yes or no to being pointed to, as its file is read."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class SaysTold:
    """Whether somebody may be pointed to for what they showed on a topic, as they said so many days ago."""

    by: str
    topic: str
    is_welcome: bool
    days_ago: float


def read_knowing(path: Path) -> tuple[SaysTold, ...]:
    """Read them from their file; without one, nobody was asked."""
    if not path.exists():
        return ()
    with path.open("rb") as file:
        return tuple(SaysTold(**one) for one in tomllib.load(file).get("says", ()))
