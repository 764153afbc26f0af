"""What a story tells of its sponsor: three lines, what was asked and answered, what the sponsor said, and reports."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class BriefTold:
    """Three lines, each with how it is known."""

    days_ago: float
    lines: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class TurnTold:
    """An answer of the sponsor, or what changed since."""

    days_ago: float
    says: str
    words: str


@dataclass(frozen=True)
class RequestTold:
    """What was asked, and what came of it."""

    days_ago: float
    title: str
    why: str
    would_change: str = ""
    by_when_days_ahead: int | None = None
    turns: tuple[TurnTold, ...] = ()


@dataclass(frozen=True)
class SayingTold:
    """Thanks, an offer, or what matters; an offer may have been answered."""

    days_ago: float
    kind: str
    words: str
    what: str = ""
    reply: str = ""
    answered_days_ago: float | None = None


@dataclass(frozen=True)
class ReadTold:
    """One of the core group read a report; an objection was replied to."""

    days_ago: float
    who: str
    says: str = "fine"
    words: str = ""
    reply: str = ""


@dataclass(frozen=True)
class ReportTold:
    """A report over the half year that was over, read for so many days and then released."""

    days_ago: float
    title: str
    opening: str
    closing: str
    stories: tuple[str, ...]
    read_for_days: int
    released_days_ago: float
    read: tuple[ReadTold, ...] = ()


@dataclass(frozen=True)
class SponsorshipTold:
    """All of it, by which steward, and with which sponsor of the agreements."""

    by: str = ""
    host: str = ""
    looked_days_ago: tuple[float, ...] = ()
    briefs: tuple[BriefTold, ...] = ()
    requests: tuple[RequestTold, ...] = ()
    sayings: tuple[SayingTold, ...] = ()
    reports: tuple[ReportTold, ...] = ()


def read_sponsorship(path: Path) -> SponsorshipTold:
    """Read it from its file; without one, nobody sponsors."""
    if not path.exists():
        return SponsorshipTold()
    with path.open("rb") as file:
        told = tomllib.load(file)
    return SponsorshipTold(
        told["by"],
        told["host"],
        tuple(told["looked_days_ago"]),
        tuple(BriefTold(one["days_ago"], tuple(one["lines"])) for one in told["briefs"]),
        tuple(_request(one) for one in told["requests"]),
        tuple(SayingTold(**one) for one in told["sayings"]),
        tuple(_report(one) for one in told["reports"]),
    )


def _request(told: dict[str, Any]) -> RequestTold:
    return RequestTold(**{**told, "turns": tuple(TurnTold(**one) for one in told.get("turns", ()))})


def _report(told: dict[str, Any]) -> ReportTold:
    read = tuple(ReadTold(**one) for one in told.get("read", ()))
    return ReportTold(**{**told, "stories": tuple(told["stories"]), "read": read})
