"""What became of every record of an archive, by sort of record: each is in exactly one of six."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

from commonplace.lib.archives import stream

SORTS: Final[Mapping[type, str]] = {
    stream.Place: "places",
    stream.Author: "people",
    stream.Message: "messages",
    stream.Thanks: "thanks",
    stream.Settled: "settled",
    stream.Link: "links",
    stream.Joined: "joined",
    stream.PassedOver: "others",
}
OUTCOMES: Final = ("kept", "already", "updated", "aside", "passed_over", "unreadable")
SAID_NOTHING: Final = "said-nothing"  # somebody of whom nothing came
NOBODY: Final = "nobody"  # who was thanked for, or settled, what the archive does not have
OWN_WORDS: Final = "own-words"
LEFT_OUT: Final = "left-out"  # a place that whoever brings the archive leaves out


@dataclass
class Account:
    """How many records were read, and what became of them; `why` says for what reasons some were passed over."""

    read: Counter[str] = field(default_factory=Counter)
    outcomes: dict[str, Counter[str]] = field(default_factory=lambda: {one: Counter() for one in OUTCOMES})
    why: Counter[str] = field(default_factory=Counter)
    where: list[tuple[str, str]] = field(default_factory=list)  # the first that could not be read: why, and where

    def add(self, outcome: str, sort: str, number: int = 1, *, why: str = "") -> None:
        """So many records of this sort came to this."""
        if number:
            self.outcomes[outcome][sort] += number
            if why:
                self.why[why] += number

    def total(self, outcome: str) -> int:
        """How many records of all sorts came to this."""
        return self.outcomes[outcome].total()

    @property
    def has_news(self) -> bool:
        """Whether anything of it is kept or changed."""
        return bool(self.total("kept") + self.total("updated") + self.total("aside"))

    def as_json(self) -> dict[str, Any]:
        """The account as it is printed and kept."""
        of_all = {"read": self.read.total()} | {one: self.total(one) for one in OUTCOMES}
        sorts = {
            sort: {"read": self.read[sort]} | {one: self.outcomes[one][sort] for one in OUTCOMES}
            for sort in SORTS.values()
            if self.read[sort]
        }
        return {**of_all, "records": sorts, "why": dict(sorted(self.why.items()))}

    @classmethod
    def together(cls, accounts: Iterable[Self]) -> Self:
        """Several as one."""
        found = cls()
        for one in accounts:
            found.read += one.read
            found.why += one.why
            for outcome in OUTCOMES:
                found.outcomes[outcome] += one.outcomes[outcome]
        return found
