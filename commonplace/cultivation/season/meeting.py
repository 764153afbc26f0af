"""One gathering as the season sees it: numbers, and nobody's name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from commonplace.gatherings.models import State


@dataclass(frozen=True)
class Meeting:
    """A gathering with how many came (None until somebody said), and how many answered.

    `wall` is what the clock in its zone shows as it begins: it stands on that day. `form` is the protocol it follows,
    or the series it is a date of; what stands alone has none. `has_guests` tells whether somebody without an account
    was invited to it.
    """

    pk: int
    title: str
    form: str
    form_name: str
    wall: datetime
    zone: str
    minutes: int
    starts_at: datetime
    ends_at: datetime
    called_at: datetime
    state: str
    there: int | None = None
    coming: int = 0
    answered: int = 0
    is_held: bool = True
    has_guests: bool = False

    @property
    def day(self) -> date:
        """The day by its own clock."""
        return self.wall.date()

    @property
    def has_date(self) -> bool:
        """Whether it takes place on that day; a date that is still looked for is none."""
        return self.state == State.CONVENED

    def is_over(self, now: datetime) -> bool:
        """Whether it has ended."""
        return self.ends_at <= now


def been(meetings: Iterable[Meeting], now: datetime) -> list[Meeting]:
    """Those that took place, in order."""
    return in_order(one for one in meetings if one.has_date and one.is_over(now))


def ahead(meetings: Iterable[Meeting], now: datetime) -> list[Meeting]:
    """Those that take place and are not over, in order."""
    return in_order(one for one in meetings if one.has_date and not one.is_over(now))


def in_order(meetings: Iterable[Meeting]) -> list[Meeting]:
    """By their beginning; whatever order they came in, it is the same."""
    return sorted(meetings, key=lambda one: (one.starts_at, one.pk))
