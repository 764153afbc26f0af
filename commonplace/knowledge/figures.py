"""What there is to say of a topic: what is asked, answered, kept and known about it, as arithmetic over plain numbers.

Each number is defined in docs/readings.md, "Knowledge".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

FEWEST: Final = 5  # people who did not agree to be named are counted from this many on


@dataclass(frozen=True)
class Showed:
    """What somebody showed of a topic: answers that helped within a year, things they keep, cases among these."""

    helped: int = 0
    kept: int = 0
    cases: int = 0


@dataclass(frozen=True)
class Figures:
    """One topic, of what everybody inside may read; people by their keys.

    `answered_by` people answered what was asked within the year; `answerers` says who, where they are no more than
    two. `newest_at` and `oldest_at` are when things kept were last
    changed. `declared` say so on their own page, `showed` have shown it,
    `welcome` agreed to be pointed to. Who is pointed to by what they showed has to be in both of the latter.
    """

    topic: int
    name: str
    slug: str
    talked: int = 0
    asked: int = 0
    answered: int = 0
    settled: int = 0
    answered_by: int = 0
    answerers: frozenset[int] = frozenset()
    kept: int = 0
    stale: int = 0
    newest_at: datetime | None = None
    oldest_at: datetime | None = None
    declared: frozenset[int] = frozenset()
    showed: Mapping[int, Showed] = field(default_factory=dict)
    welcome: frozenset[int] = frozenset()
    learning: frozenset[int] = frozenset()

    @property
    def is_met(self) -> bool:
        """Whether anything is filed under it that everybody inside may read."""
        return bool(self.talked or self.kept)

    @property
    def shown(self) -> frozenset[int]:
        """Who may be named for what they showed: they said yes."""
        return self.welcome & self.showed.keys()

    @property
    def named(self) -> frozenset[int]:
        """Who may be named as knowing something of it."""
        return self.declared | self.shown

    @property
    def known_by(self) -> int:
        """How many know something of it, as a page may say: those who may be named, and others from five on."""
        others = len(self.showed.keys() - self.named)
        return len(self.named) + (others if others >= FEWEST else 0)

    @property
    def is_known_by_few(self) -> bool:
        """Whether nobody may be named and nobody counted, and somebody has shown it all the same."""
        return not self.known_by and bool(self.showed)


@dataclass(frozen=True)
class Waits:
    """How long a topic's questions waited for an answer, and until they were settled: the middle one, in hours."""

    to_answer: float | None = None
    to_settle: float | None = None
