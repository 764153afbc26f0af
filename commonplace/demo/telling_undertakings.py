"""What a story tells of undertakings, as its file is read; days are counted back, a negative number lies ahead."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class CommentTold:
    """What somebody said to a paragraph of the version that stood then, and what became of it."""

    by: str
    days_ago: float
    words: str
    paragraph: int | None = None
    in_the_way: bool = False
    answer: str = ""


@dataclass(frozen=True)
class ResponseTold:
    """A joint response: its versions by the day on which each was written, what was said to them, and whose names."""

    key: str
    title: str
    by: str
    space: str
    addressee: str
    days_ago: float
    until_days_ago: float
    text: str
    purpose: str = ""
    rule: str = "names"
    enough: int | None = None
    hands: tuple[str, ...] = ()
    versions: tuple[Mapping[str, Any], ...] = ()
    comments: tuple[CommentTold, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    otherwise: tuple[Mapping[str, Any], ...] = ()
    sent_days_ago: float | None = None
    sent_how: str = ""
    answered_days_ago: float | None = None
    answer: str = ""


@dataclass(frozen=True)
class AskedTold:
    """A question to a desk; without `by` it came from outside, under a `name`; if it `waits`, nobody let it in yet."""

    key: str
    title: str
    text: str
    days_ago: float
    by: str = ""
    name: str = ""
    waits: bool = False
    passed: Mapping[str, Any] = field(default_factory=dict)
    answers: tuple[Mapping[str, Any], ...] = ()
    closed: str = ""


@dataclass(frozen=True)
class DeskTold:
    """A help desk: who carries it, when its weeks were shared out, what was asked, and what comes again and again."""

    key: str
    title: str
    by: str
    space: str
    days_ago: float
    purpose: str = ""
    promised_hours: int = 48
    hands: tuple[str, ...] = ()
    shared_days_ago: tuple[float, ...] = ()
    opened_by: str = ""
    asked: tuple[AskedTold, ...] = ()
    lines: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class ScanTold:
    """A scan: its sources by whom they are looked at, what feeds brought and scouts passed on, and what was told."""

    key: str
    title: str
    by: str
    space: str
    days_ago: float
    first_turn_days_ago: float
    rhythm: str
    purpose: str = ""
    hands: tuple[str, ...] = ()
    sources: tuple[Mapping[str, Any], ...] = ()
    entries: tuple[Mapping[str, Any], ...] = ()
    notes: tuple[Mapping[str, Any], ...] = ()
    quiet: tuple[Mapping[str, Any], ...] = ()
    told: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class UndertakingsTold:
    """All that a community has undertaken."""

    responses: tuple[ResponseTold, ...] = ()
    desks: tuple[DeskTold, ...] = ()
    scans: tuple[ScanTold, ...] = ()


def read_undertakings(path: Path) -> UndertakingsTold:
    """Read them from their file; without one, nothing was undertaken."""
    if not path.exists():
        return UndertakingsTold()
    with path.open("rb") as file:
        told = tomllib.load(file)
    return UndertakingsTold(
        responses=tuple(_response(one) for one in told.get("responses", ())),
        desks=tuple(_desk(one) for one in told.get("desks", ())),
        scans=tuple(_scan(one) for one in told.get("scans", ())),
    )


def _desk(told: Mapping[str, Any]) -> DeskTold:
    asked = tuple(AskedTold(**{**one, "answers": tuple(one.get("answers", ()))}) for one in told.get("asked", ()))
    lists = {name: tuple(told.get(name, ())) for name in ("hands", "shared_days_ago", "lines")}
    return DeskTold(**{**told, **lists, "asked": asked})


def _scan(told: Mapping[str, Any]) -> ScanTold:
    names = ("hands", "sources", "entries", "notes", "quiet", "told")
    return ScanTold(**{**told, **{name: tuple(told.get(name, ())) for name in names}})


def _response(told: Mapping[str, Any]) -> ResponseTold:
    comments = tuple(CommentTold(**one) for one in told.get("comments", ()))
    lists = {name: tuple(told.get(name, ())) for name in ("hands", "versions", "otherwise")}
    return ResponseTold(**{**told, **lists, "comments": comments})
