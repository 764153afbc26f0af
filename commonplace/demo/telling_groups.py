"""What a story tells of benchmarks and learning projects, as its file is read; days are counted back."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

type Rows = tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class ComparedTold:
    """A mutual benchmark: its group with whom each speaks for, its measures by their keys, and what each gave."""

    title: str
    question: str
    promise: str
    by: str
    space: str
    days_ago: float
    period: str
    group: Mapping[str, str]
    measures: Mapping[str, Mapping[str, Any]]
    # Of whom, for which period, on which day, and for each measure the number ("" leaves it out) and what is behind it.
    given: Rows = ()
    periods: Rows = ()
    shows: Rows = ()
    lessons: Rows = ()


@dataclass(frozen=True)
class LookedTold:
    """An external benchmark: its sources by their keys, theirs and ours, what members said would fit, the finding."""

    title: str
    question: str
    whose: str
    practice: str
    by: str
    space: str
    days_ago: float
    group: tuple[str, ...] = ()
    sources: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    lines: Rows = ()
    fits: Rows = ()
    finding: str = ""
    found_days_ago: float = 0


@dataclass(frozen=True)
class ProjectTold:
    """A learning project: its milestones with what became of each, notes, its product, and how it closed."""

    title: str
    question: str
    by: str
    space: str
    days_ago: float
    group: tuple[str, ...] = ()
    milestones: Rows = ()
    notes: Rows = ()
    product: Mapping[str, Any] = field(default_factory=dict)
    became: str = ""
    closed_days_ago: float = 0


@dataclass(frozen=True)
class GroupsTold:
    """All that a community has compared, looked at and found out."""

    compared: tuple[ComparedTold, ...] = ()
    looked: tuple[LookedTold, ...] = ()
    projects: tuple[ProjectTold, ...] = ()


def read_groups(path: Path) -> GroupsTold:
    """Read them from their file; without one there is nothing of it."""
    if not path.exists():
        return GroupsTold()
    with path.open("rb") as file:
        told = tomllib.load(file)
    return GroupsTold(
        compared=tuple(ComparedTold(**_with(one, "given", "periods", "shows", "lessons")) for one in told["compared"]),
        looked=tuple(LookedTold(**_with(one, "group", "lines", "fits")) for one in told["looked"]),
        projects=tuple(ProjectTold(**_with(one, "group", "milestones", "notes")) for one in told["projects"]),
    )


def _with(told: Mapping[str, Any], *lists: str) -> dict[str, Any]:
    return {**told, **{name: tuple(told.get(name, ())) for name in lists}}
