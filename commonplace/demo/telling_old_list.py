"""What a story tells of the mailing list on which people talked before their community began."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class WriterTold:
    """Somebody of the list: whoever of the cast wrote there, by the address that is theirs here too, or somebody who
    is known by their letters alone.
    """

    name: str
    address: str


@dataclass(frozen=True)
class OldLetterTold:
    """A letter; one that answers has its subject from the first."""

    key: str
    by: str
    days_ago: float
    text: str
    subject: str = ""
    to: str = ""


@dataclass(frozen=True)
class ClaimTold:
    """That somebody said of their name on the list: this is me."""

    by: str
    days_ago: float


@dataclass(frozen=True)
class DecisionTold:
    """What a steward said of a word that the house found in it: a topic, or none."""

    word: str
    by: str
    days_ago: float
    is_topic: bool = True


@dataclass(frozen=True)
class OldListTold:
    """The list, when it was brought in, by whom and where, and when it was looked through for topics."""

    name: str
    address: str
    space: str
    by: str
    days_ago: float
    people: Mapping[str, WriterTold]
    letters: tuple[OldLetterTold, ...]
    claims: tuple[ClaimTold, ...]
    looked_through_days_ago: float
    decisions: tuple[DecisionTold, ...]

    def beginning_of(self, letter: OldLetterTold) -> OldLetterTold:
        """The first letter of its conversation."""
        named = {one.key: one for one in self.letters}
        while letter.to:
            letter = named[letter.to]
        return letter


def read_old_list(path: Path) -> OldListTold | None:
    """Read what is told of it; None where a story tells of none."""
    if not path.exists():
        return None
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    told["people"] = {key: WriterTold(**one) for key, one in told["people"].items()}
    told["letters"] = tuple(OldLetterTold(**one) for one in told["letters"])
    told["claims"] = tuple(ClaimTold(**one) for one in told["claims"])
    told["decisions"] = tuple(DecisionTold(**one) for one in told["decisions"])
    return OldListTold(**told)
