"""Which number of WhatsApp's dates is the day: no line tells it, so the whole file does.

By dates that would be none, by lines that would go back in time, and, where both orders are possible, by the shorter
time that it would all have taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple

from commonplace.lib.archives.whatsapp_lines import Head

_FIRST, _LAST = datetime(2009, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)  # WhatsApp is no older
ORDERS: Final = ("dmy", "mdy", "ymd")


def moment_of(head: Head, order: str) -> datetime | None:
    """When a line was written, by a clock that is taken for UTC; None where that is no date that can be."""
    numbers = dict(zip(order, head.numbers, strict=True))
    year = numbers["y"] + 2000 if numbers["y"] < 100 else numbers["y"]
    try:
        at = datetime(year, numbers["m"], numbers["d"], *divmod(head.minute, 60), head.second, tzinfo=UTC)
    except ValueError:
        return None
    return at if _FIRST <= at < _LAST else None


def may_be_two_dates(head: Head) -> bool:
    """Whether a line's date is one with its day first and another with its month first."""
    day, month = moment_of(head, "dmy"), moment_of(head, "mdy")
    return day is not None and month is not None and day != month


def as_written(head: Head) -> str:
    """A line's date in figures, as it stands."""
    return head.sign.join(f"{number:02}" for number in head.numbers)


@dataclass(slots=True)
class _Reading:
    """How the lines look in one order: dates that are none, steps back in time, and from when to when."""

    wrong: int = 0
    back: int = 0
    first: datetime | None = None
    last: datetime | None = None

    def see(self, at: datetime | None) -> None:
        if at is None:
            self.wrong += 1
            return
        # Phones without a net send late, and clocks go back in autumn.
        self.back += self.last is not None and (self.last - at).total_seconds() > 86_400
        self.first, self.last = self.first or at, at

    @property
    def seconds(self) -> float:
        return (self.last - self.first).total_seconds() if self.first and self.last else 0.0


class Order(NamedTuple):
    """The order of the numbers in a file's dates, and whether another would have done as well."""

    order: str
    is_doubtful: bool


def order_of(heads: Iterable[Head]) -> Order:
    """In which order a file's dates have their day, month and year."""
    readings = {order: _Reading() for order in ORDERS}
    first: Head | None = None
    told = False
    for head in heads:
        first = first or head
        told = told or head.numbers[0] != head.numbers[1]
        for order, reading in readings.items():
            reading.see(moment_of(head, order))
    # Months come first where slashes and halves of the day are written, days nearly everywhere else.
    usual: Sequence[str] = ORDERS
    if first and first.numbers[0] > 99:
        usual = ("ymd", "dmy", "mdy")
    elif first and first.sign == "/" and first.has_halves:
        usual = ("mdy", "dmy", "ymd")
    ranked = sorted(usual, key=lambda order: (readings[order].wrong, readings[order].back))
    best, other = readings[ranked[0]], readings[ranked[1]]
    is_even = told and (best.wrong, best.back) == (other.wrong, other.back) and "ymd" not in ranked[:1]
    if is_even and other.seconds >= 0 and other.seconds * 4 < best.seconds:
        ranked[0] = ranked[1]
    return Order(ranked[0], is_even)


__all__ = ["ORDERS", "Order", "as_written", "may_be_two_dates", "moment_of", "order_of"]
