"""What a story tells of harvests: what meetings left, as its file is read; days are counted from the meeting."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class ToDoTold:
    """Something to be done, by whom (or nobody yet) and within how many days; and how it ended, on which day."""

    words: str
    who: str = ""
    within: int | None = None
    ended: str = ""
    ended_after: float = 0


@dataclass(frozen=True)
class CaseTold:
    """A note of a case, with nobody in it: who wrote and read it, and whether whoever brought it has said yes."""

    writer: str
    reader: str
    presenter: str
    title: str
    text: str
    is_allowed: bool = True


@dataclass(frozen=True)
class HarvestTold:
    """What was decided at a gathering (by its key), what is to be done, which questions went on, and a photo."""

    gathering: str
    by: str
    decided: tuple[str, ...] = ()
    to_do: tuple[ToDoTold, ...] = ()
    # Of its questions, those that somebody carried on: who did.
    carried: tuple[str, ...] = ()
    picture: str = ""
    shows: str = ""
    case: CaseTold | None = None


def read_harvests(path: Path) -> tuple[HarvestTold, ...]:
    """Read them from their file; without one, nothing was left."""
    if not path.exists():
        return ()
    with path.open("rb") as file:
        return tuple(_harvest(one) for one in tomllib.load(file).get("harvests", ()))


def _harvest(told: Mapping[str, Any]) -> HarvestTold:
    lists = {name: tuple(told.get(name, ())) for name in ("decided", "carried")}
    to_do = tuple(ToDoTold(**one) for one in told.get("to_do", ()))
    case = CaseTold(**told["case"]) if "case" in told else None
    return HarvestTold(**{**told, **lists, "to_do": to_do, "case": case})
