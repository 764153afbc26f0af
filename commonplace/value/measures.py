"""What can be counted from what was done here: a registry, so that rooms above may bring measures of their own.

Each is defined in docs/readings.md, "Value".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.functional import Promise

from commonplace.communities.models import Community
from commonplace.lib.spread import FEWEST, in_fives
from commonplace.store.registry import Registry
from commonplace.value.cycles import Cycle
from commonplace.value.periods import Quarter, Span, Time, quarters

PLACES = Decimal("0.1")


@dataclass(frozen=True)
class Counted:
    """A number with the people on whom it rests, by their keys.

    `rest` are those of a whole that another figure tells, of whom this is a part: taken off that, they would be left.
    """

    amount: Decimal | None
    people: frozenset[int] = frozenset()
    rest: frozenset[int] = frozenset()

    @property
    def is_nothing(self) -> bool:
        """Whether there was nothing to count: that is no evidence, and never nought."""
        return self.amount is None or not self.people

    @property
    def is_tellable(self) -> bool:
        """Whether it may be told: it rests on five people at least, and so does what is left."""
        return not self.is_nothing and len(self.people) >= FEWEST and len(self.rest) not in range(1, FEWEST)

    @property
    def waits(self) -> bool:
        """Whether nothing may be told yet: there was nothing, or it is of too few people, and which is not told."""
        return not self.is_tellable

    @property
    def in_fives(self) -> int:
        """At least so many people."""
        return in_fives(len(self.people))


NOTHING = Counted(None)


@dataclass(frozen=True)
class Measure:
    """Something that is counted: its name and unit, how we know in a sentence, and the function that counts.

    `of` is the measure of the whole of whose people it counts some: it is told of the times of which that is told.
    """

    code: str
    name: str | Promise
    unit: str | Promise
    how: str | Promise
    cycle: Cycle
    count: Callable[[Community, Time], Counted] = field(compare=False)
    order: int = 50
    of: Measure | None = None


MEASURES: Registry[Measure] = Registry("measures of value", Measure)


def rounded(number: float) -> Decimal:
    """To one place, as it is kept and told."""
    return Decimal(str(number)).quantize(PLACES)


def tellings(
    since: Quarter, upto: Quarter, last: Quarter, count: Callable[[Span], Counted]
) -> Iterator[tuple[Span, Counted]]:
    """What is told of the quarters from `upto` to the last, where those from `since` on wait: times that do not
    overlap, each with what was counted. One of nobody or of too few people waits for the next; what waits in the end
    comes last.
    """
    waiting: tuple[Span, Counted] | None = None
    for quarter in quarters(upto, last):
        when = Span(since, quarter)
        found = count(when)
        waiting = (when, found) if found.waits else None
        if waiting is None:
            yield when, found
            since = quarter.next
    if waiting is not None:
        yield waiting
