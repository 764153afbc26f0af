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
class UndertakingsTold:
    """All that a community has undertaken."""

    responses: tuple[ResponseTold, ...] = ()


def read_undertakings(path: Path) -> UndertakingsTold:
    """Read them from their file; without one, nothing was undertaken."""
    if not path.exists():
        return UndertakingsTold()
    with path.open("rb") as file:
        told = tomllib.load(file)
    return UndertakingsTold(responses=tuple(_response(one) for one in told.get("responses", ())))


def _response(told: Mapping[str, Any]) -> ResponseTold:
    comments = tuple(CommentTold(**one) for one in told.get("comments", ()))
    lists = {name: tuple(told.get(name, ())) for name in ("hands", "versions", "otherwise")}
    return ResponseTold(**{**told, **lists, "comments": comments})
