"""Conversations in flat chat by pauses alone: whoever speaks after half an hour of silence begins another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

PAUSE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of flat chat; `answers` and `mentions` as the archive tells them."""

    key: str
    author: str | None
    at: datetime
    text: str
    answers: str = ""
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The line `key` belongs to the conversation that the line `opens` began, and answers that other one, or none."""

    key: str
    opens: str
    answers: str = ""


def converse(lines: Iterable[Line]) -> Iterator[Found]:
    """Say of each line of one place, in order of time, to which conversation it belongs."""
    opens, before = "", None
    for line in lines:
        if before is None or line.at - before > PAUSE:
            opens = line.key
        before = line.at
        yield Found(line.key, opens, line.answers)
