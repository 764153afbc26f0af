"""What a story tells of a learning agenda: what was put on it, for whom it matters, and what came of it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from commonplace.demo.telling_needs import SeasonTold, read_seasons


@dataclass(frozen=True)
class OnAgendaTold:
    """Something that `by` put there so many days ago; `ended_days_ago` says when `carried_by` told what came of it."""

    by: str
    days_ago: float
    kind: str
    title: str
    why: str
    form: str = ""
    matters_to: tuple[str, ...] = ()
    carried_by: str = ""
    came_of: str = ""
    ended_days_ago: float = 0


@dataclass(frozen=True)
class LookedBackTold:
    """What `by` wrote down at the end of a season."""

    by: str
    days_ago: float
    served: str
    comes_next: str


@dataclass(frozen=True)
class AgendaTold:
    """All that a community had on its agenda, in one space of it, and how it looked back."""

    space: str = ""
    items: tuple[OnAgendaTold, ...] = ()
    reviews: tuple[LookedBackTold, ...] = ()
    seasons: tuple[SeasonTold, ...] = ()


def read_agenda(path: Path) -> AgendaTold:
    """Read it from its file; without one, there is none."""
    if not path.exists():
        return AgendaTold()
    with path.open("rb") as file:
        told = tomllib.load(file)
    return AgendaTold(
        told["space"],
        tuple(OnAgendaTold(**one | {"matters_to": tuple(one.get("matters_to", ()))}) for one in told["items"]),
        tuple(LookedBackTold(**one) for one in told.get("reviews", ())),
        read_seasons(path.with_name("needs.toml")),
    )
