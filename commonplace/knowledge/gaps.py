"""What the community is missing: gaps in what is asked, answered, kept and known, and from where on something is one.

The thresholds stand here and nowhere else; docs/readings.md tells them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from commonplace.knowledge.figures import Figures

ASKED_OFTEN: Final = 3  # questions in a year
RARELY: Final = 0.5  # less than this share of them has an answer
ANSWERED_OFTEN: Final = 3  # questions in a year that have one
FEW_ANSWERERS: Final = 2  # people from whom all these answers come, at most; no more than two are known by name
AGAIN_AND_AGAIN: Final = 5  # questions answered in a year, and nothing kept
STALE_AFTER_DAYS: Final = 730  # without a change, where no day was said on which somebody looks again
DECLARED_BY_MANY: Final = 3  # people who say that one may ask them, and nobody did in a year


class Missing(StrEnum):
    """What is missing, in the order in which it is told."""

    RARELY_ANSWERED = "rarely_answered"
    FEW_ANSWER = "few_answer"
    NOTHING_KEPT = "nothing_kept"
    STALE = "stale"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class Gap:
    """One gap of a topic; its numbers are in the figures."""

    missing: Missing
    figures: Figures

    @property
    def key(self) -> tuple[int, Missing]:
        """Its topic, and what is missing."""
        return self.figures.topic, self.missing

    @property
    def about(self) -> str:
        """What names it among what could be tended."""
        return f"{self.missing}:{self.figures.topic}"


@dataclass(frozen=True)
class Aside:
    """That a gap is not offered: who said so, if they are known, and until when."""

    by: int | None
    until: datetime


def gaps_of(one: Figures) -> Sequence[Gap]:
    """What is missing of one topic."""
    is_there = {
        Missing.RARELY_ANSWERED: one.asked >= ASKED_OFTEN and one.answered < RARELY * one.asked,
        Missing.FEW_ANSWER: one.answered >= ANSWERED_OFTEN and 1 <= one.answered_by <= FEW_ANSWERERS,
        Missing.NOTHING_KEPT: one.answered >= AGAIN_AND_AGAIN and not one.kept,
        Missing.STALE: bool(one.kept) and one.stale == one.kept,
        Missing.NOT_ASKED: len(one.declared) >= DECLARED_BY_MANY and not one.asked,
    }
    return [Gap(missing, one) for missing in Missing if is_there[missing]]


def gaps(topics: Iterable[Figures]) -> Sequence[Gap]:
    """All gaps: what was asked most first, then as `Missing` has them, then by name."""
    found = [gap for one in topics for gap in gaps_of(one)]
    places = list(Missing)
    return sorted(found, key=lambda gap: (-gap.figures.asked, gap.figures.name, places.index(gap.missing)))
