"""What a story tells of a launch: who starts it, whom they spoke with, and what they gathered out of it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class InterviewTold:
    """Somebody spoke with somebody, or has their promise; nobody is named."""

    by: str
    days_ago: float
    about: str
    way: str = "phone"
    hard: str = ""
    talks_to: str = ""
    would: str = ""
    would_words: str = ""
    is_promised: bool = False
    answered_days_ago: float | None = None


@dataclass(frozen=True)
class IssueTold:
    """What several spoke of, and whether it keeps them awake, by what is said of each."""

    by: str
    days_ago: float
    name: str
    about: str = ""
    voices: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class StepsTold:
    """What somebody says of steps that are usual: done, in which words, or crossed out."""

    by: str
    days_ago: float
    done: Mapping[str, str] = field(default_factory=dict)
    out: Sequence[str] = ()


@dataclass(frozen=True)
class ObstacleTold:
    """What stands in the way of a strand."""

    by: str
    days_ago: float
    strand: str
    words: str


@dataclass(frozen=True)
class TermTold:
    """What a word means there."""

    by: str
    days_ago: float
    term: str
    meaning: str


@dataclass(frozen=True)
class LaunchTold:
    """A launch, who came into its core group and when, what was said, and what became of it."""

    by: str
    days_ago: float
    core: Mapping[str, float]
    interviews: tuple[InterviewTold, ...]
    issues: tuple[IssueTold, ...]
    steps: tuple[StepsTold, ...] = ()
    obstacles: tuple[ObstacleTold, ...] = ()
    terms: tuple[TermTold, ...] = ()


def read_launch(path: Path) -> LaunchTold | None:
    """Read it from its file; without one, the community is past it."""
    if not path.exists():
        return None
    with path.open("rb") as file:
        told = tomllib.load(file)
    return LaunchTold(
        told["by"],
        told["days_ago"],
        told["core"],
        tuple(InterviewTold(**one) for one in told["interviews"]),
        tuple(IssueTold(**one) for one in told["issues"]),
        tuple(StepsTold(**one) for one in told.get("steps", ())),
        tuple(ObstacleTold(**one) for one in told.get("obstacles", ())),
        tuple(TermTold(**one) for one in told.get("terms", ())),
    )
