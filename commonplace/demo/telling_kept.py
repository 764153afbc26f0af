"""What a story tells of what its community keeps, as its file is read; days are counted back."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class ResourceTold:
    """Something kept: its words by section, where it came from, and what was said of it and became of it.

    `came_from` is the key of a conversation, `held` that of a gathering; each of `changes` tells who, when, in what and
    which sections; `reads` and `warrants` who, when and with which words; `offered` a suggestion, `taken` or waiting;
    `again` in which language it was said, by whom and when. `again_in` are the days until it is looked at again, none
    where nobody said so.
    `uses` are what came of it, each with what was done (`remedy`) where something was; `tries` who would try it and
    when; `out_of` the key of what it grew from, and what is different in it, `of` another community where that lends
    it; `lent` when it was lent to the others. `passages` are posts of the conversation that it came from, by their
    numbers, or lines kept at the gathering, by their words, each in which section, and what its author answered where
    they were asked.
    """

    key: str
    kind: str
    title: str
    good_for: str
    by: str
    space: str
    days_ago: float
    parts: Mapping[str, str]
    topics: tuple[str, ...] = ()
    licence: str = ""
    language: str = ""
    address: str = ""
    came_from: str = ""
    held: str = ""
    work: str = ""
    agreed: str = ""
    again_in: float | None = None
    changes: tuple[Mapping[str, Any], ...] = ()
    reads: tuple[Mapping[str, Any], ...] = ()
    warrants: tuple[Mapping[str, Any], ...] = ()
    offered: tuple[Mapping[str, Any], ...] = ()
    again: tuple[Mapping[str, Any], ...] = ()
    uses: tuple[Mapping[str, Any], ...] = ()
    tries: tuple[Mapping[str, Any], ...] = ()
    passages: tuple[Mapping[str, Any], ...] = ()
    out_of: Mapping[str, str] = field(default_factory=dict)
    lent: Mapping[str, float] = field(default_factory=dict)
    retired: Mapping[str, Any] = field(default_factory=dict)
    successor: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class CollectionTold:
    """Things put together in an order, by their keys, with a few words to each."""

    title: str
    good_for: str
    by: str
    space: str
    days_ago: float
    stops: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class KeptTold:
    """All that a community keeps, the languages that it works in, and whether it lends; `borrowed` is what came here of
    things that another community lends, told before it: whose (`of`), which, who used it, when, and what happened.
    """

    languages: tuple[str, ...] = ()
    lends: bool = False
    borrowed: tuple[Mapping[str, Any], ...] = ()
    resources: tuple[ResourceTold, ...] = ()
    collections: tuple[CollectionTold, ...] = ()


def read_kept(path: Path) -> KeptTold:
    """Read it from its file; without one, nothing was kept."""
    if not path.exists():
        return KeptTold()
    with path.open("rb") as file:
        told = tomllib.load(file)
    lists = ("topics", "changes", "reads", "warrants", "offered", "again", "uses", "tries", "passages")
    return KeptTold(
        tuple(told.get("languages", ())),
        told.get("lends", False),
        tuple(told.get("borrowed", ())),
        tuple(
            ResourceTold(**{**one, **{name: tuple(one.get(name, ())) for name in lists}})
            for one in told.get("resources", ())
        ),
        tuple(
            CollectionTold(**{**one, "stops": tuple((key, words) for key, words in one["stops"])})
            for one in told.get("collections", ())
        ),
    )
