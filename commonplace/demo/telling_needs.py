"""What a story tells of what would help: who said what, what was done about it, and whether it helped."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class SaidTold:
    """What one of the cast said."""

    needs: Sequence[str] = ()
    brings: Sequence[str] = ()
    words: str = ""


@dataclass(frozen=True)
class AnswerTold:
    """What `by` said so many days ago is done about a need; `helped` is what some say of it in the end."""

    need: str
    by: str
    days_ago: float
    words: str
    item: str = ""
    helped: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class SeasonTold:
    """Somebody asked so many days ago, for so many days, about a season that lasts so many more."""

    by: str
    days_ago: float
    days: int
    lasts: int
    said: Mapping[str, SaidTold]
    answers: tuple[AnswerTold, ...]


def read_seasons(path: Path) -> tuple[SeasonTold, ...]:
    """Read them from their file; without one, nobody was asked."""
    if not path.exists():
        return ()
    with path.open("rb") as file:
        told = tomllib.load(file)
    return tuple(
        SeasonTold(
            **one
            | {
                "said": {who: SaidTold(**said) for who, said in one["said"].items()},
                "answers": tuple(AnswerTold(**answer) for answer in one.get("answers", ())),
            }
        )
        for one in told["seasons"]
    )
