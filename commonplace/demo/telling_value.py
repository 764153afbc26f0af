"""What a story tells of worth: what was looked at, with which numbers, what was expected, and which steps touch it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class NumberTold:
    """A number of a time, from where it is; `wrong` was entered before it, and corrected for a reason."""

    days_ago: float
    since_days_ago: int
    until_days_ago: int
    amount: str
    told_by: str
    rests_on: str = "things"
    wrong: str = ""
    why: str = ""


@dataclass(frozen=True)
class UnitTold:
    """Another unit since then, and why."""

    days_ago: float
    unit: str
    note: str


@dataclass(frozen=True)
class ExpectedTold:
    """What was agreed, so many days ago."""

    days_ago: float
    words: str
    agreed_with: str


@dataclass(frozen=True)
class PulseTold:
    """A sentence put to everyone for some days; so many of those who have been here longest said these numbers."""

    days_ago: float
    days: int
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class LookedTold:
    """Something that is looked at: one of the starter set, or the community’s own."""

    days_ago: float
    name: str = ""
    starter: str = ""
    cycle: str = ""
    horizon: str = "short"
    whose: str = "organisation"
    unit: str = ""
    question: str = ""
    measure: str = ""
    aside_days_ago: float | None = None
    numbers: tuple[NumberTold, ...] = ()
    units: tuple[UnitTold, ...] = ()
    expected: tuple[ExpectedTold, ...] = ()
    pulses: tuple[PulseTold, ...] = ()
    # Which steps touch it, as "title: number".
    touched: tuple[str, ...] = ()


@dataclass(frozen=True)
class SenseTold:
    """What was seen and decided on a day."""

    days_ago: float
    seen: str
    decided: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ValueTold:
    """All of it, and by whom."""

    by: str = ""
    looked: tuple[LookedTold, ...] = ()
    sense: tuple[SenseTold, ...] = field(default_factory=tuple)


def read_value(path: Path) -> ValueTold:
    """Read it from its file; without one, nobody looked."""
    if not path.exists():
        return ValueTold()
    with path.open("rb") as file:
        told = tomllib.load(file)
    sense = tuple(
        SenseTold(one["days_ago"], one["seen"], tuple((about, words) for about, words in one["decided"]))
        for one in told.get("sense", ())
    )
    return ValueTold(told["by"], tuple(_looked(one) for one in told["looked"]), sense)


def _looked(told: dict[str, object]) -> LookedTold:
    for name, kind in (("numbers", NumberTold), ("units", UnitTold), ("expected", ExpectedTold)):
        told[name] = tuple(kind(**one) for one in told.get(name, ()))  # type: ignore[attr-defined]
    pulses: list[dict[str, object]] = told.get("pulses", [])  # type: ignore[assignment]
    told["pulses"] = tuple(PulseTold(one["days_ago"], one["days"], tuple(one["numbers"])) for one in pulses)  # type: ignore[arg-type]
    told["touched"] = tuple(told.get("touched", ()))  # type: ignore[arg-type]
    return LookedTold(**told)  # type: ignore[arg-type]
