"""A calendar that goes along with a letter, made at the moment at which it goes, and kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from commonplace.letters.models import Letter
from commonplace.store.registry import Registry


@dataclass(frozen=True)
class Sheet:
    """An iCalendar of one event, and its method (RFC 5546), which mail programs read beside the letter's type."""

    method: str
    data: bytes


@dataclass(frozen=True)
class Sheets:
    """What makes the calendar of letters of a kind; None where one goes without."""

    kind: str
    made: Callable[[Letter], Sheet | None]


SHEETS: Registry[Sheets] = Registry("calendars of letters", Sheets, by="kind")


def sheet_of(letter: Letter) -> Sheet | None:
    """The calendar that goes along with this letter."""
    found = SHEETS.get(letter.kind)
    return found.made(letter) if found is not None else None
