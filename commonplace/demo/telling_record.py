"""What a story tells of what members take along, and of the first steps of whoever comes."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class LineTold:
    """Somebody took the thing of this kind that happened so many things ago into their record, in these words."""

    by: str
    kind: str
    words: str
    ago: int = 0
    shown: bool = False


@dataclass(frozen=True)
class HandedTold:
    """Somebody handed their whole record to somebody, as an address or signed."""

    by: str
    note: str
    days_ahead: int
    signed: bool = False


@dataclass(frozen=True)
class RecordTold:
    """Steps as a steward wrote them, by code or in words; who would be a buddy, and who has whom since when; who is
    written to once a year; lines and to whom they went.
    """

    steps_by: str = ""
    steps_days_ago: float = 0
    steps: tuple[dict[str, str], ...] = ()
    willing: tuple[str, ...] = ()
    newcomer: str = ""
    buddy: str = ""
    buddy_days_ago: float = 0
    yearly: tuple[str, ...] = ()
    yearly_days_ago: float = 0
    lines: tuple[LineTold, ...] = ()
    handed: tuple[HandedTold, ...] = ()


def read_record(path: Path) -> RecordTold:
    """Read it from its file; without one, nobody took anything along."""
    if not path.exists():
        return RecordTold()
    with path.open("rb") as file:
        told = tomllib.load(file)
    told["lines"] = tuple(LineTold(**one) for one in told.get("lines", ()))
    told["handed"] = tuple(HandedTold(**one) for one in told.get("handed", ()))
    return RecordTold(**{**told, **{key: tuple(told.get(key, ())) for key in ("steps", "willing", "yearly")}})
