"""What a story tells of stories: who told what, step by step, how far each went, and what became of it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class StepTold:
    """One step; `links` are words such as "post:how-long:2", "resource:valve-card" or "person:venkat"."""

    days_ago: float
    cycle: str
    text: str
    kind: str = "account"
    worth: str = "positive"
    happened: float | None = None  # so many days ago, told as a month
    checked_with: str = ""
    checked_days_ago: float | None = None
    to: str = ""
    to_days_ago: float | None = None
    links: tuple[str, ...] = ()
    objected: tuple[float, str, str] | None = None  # so many days ago, by whom, in which words
    reworded: str = ""


@dataclass(frozen=True)
class TaleTold:
    """One story; `by` wrote it down for its teller, who read it on a day or has not yet."""

    teller: str
    title: str
    days_ago: float
    steps: tuple[StepTold, ...]
    by: str = ""
    read_days_ago: float | None = None
    is_nameless: bool = False
    told_days_ago: float | None = None
    withdrawn_days_ago: float | None = None


@dataclass(frozen=True)
class TalesTold:
    """All of them; who follows leads since when, when the house looked for some; and what one wrote for themselves."""

    tales: tuple[TaleTold, ...] = ()
    detectives: tuple[tuple[str, float], ...] = ()
    looked_days_ago: tuple[float, ...] = ()
    narratives: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)


def read_tales(path: Path) -> TalesTold:
    """Read them from their file; without one, nobody told any."""
    if not path.exists():
        return TalesTold()
    with path.open("rb") as file:
        told = tomllib.load(file)
    narratives = {
        who: {about: (words[0], words[1]) for about, words in parts.items()}
        for who, parts in told.get("narratives", {}).items()
    }
    return TalesTold(
        tales=tuple(_tale(one) for one in told.get("stories", ())),
        detectives=tuple((who, days) for who, days in told.get("detectives", ())),
        looked_days_ago=tuple(told.get("looked_days_ago", ())),
        narratives=narratives,
    )


def _tale(told: dict[str, object]) -> TaleTold:
    steps = told.pop("steps")
    assert isinstance(steps, list)
    return TaleTold(**told, steps=tuple(_step(one) for one in steps))  # type: ignore[arg-type]


def _step(told: dict[str, object]) -> StepTold:
    for name in ("links", "objected"):
        if name in told:
            told[name] = tuple(told[name])  # type: ignore[arg-type]
    return StepTold(**told)  # type: ignore[arg-type]
