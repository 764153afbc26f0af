"""How answers become a decision: arithmetic alone."""

from __future__ import annotations

from dataclasses import dataclass

from commonplace.communities.charter.ways import Way


@dataclass(frozen=True)
class Tally:
    """How many members answered what to the last wording."""

    yes: int = 0
    no: int = 0
    aside: int = 0

    @property
    def answered(self) -> int:
        """All who answered: whoever stands aside has answered too."""
        return self.yes + self.no + self.aside


def needed(way: Way, *, members: int) -> int:
    """How many have to answer: the quorum, or everyone in a community that has become smaller than that."""
    return max(1, min(way.quorum, members))


def is_adopted(way: Way, tally: Tally, *, members: int) -> bool:
    """Whether the words stand from now on.

    By consent: enough have answered, somebody can live with it, and nobody objects. By vote: enough have answered, and
    more are for it than against; whoever stands aside counts for neither.
    """
    if tally.answered < needed(way, members=members):
        return False
    if way.is_by_consent:
        return tally.no == 0 and tally.yes > 0
    return tally.yes > tally.no
