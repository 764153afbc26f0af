"""How long the desk takes to answer, as arithmetic: moments in, a reading out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

FEWEST = 3  # under which a middle says nothing
LOOKS_BACK = timedelta(days=90)


@dataclass(frozen=True)
class Reply:
    """When it was asked, by when the answer was promised, and when the first one came, if one did."""

    asked_at: datetime
    promised_at: datetime
    answered_at: datetime | None = None


@dataclass(frozen=True)
class ReplyTimes:
    """What the last ninety days say: of how many questions, the middle time to a first answer, and what was kept.

    `middle` is None under three questions, and where so many are unanswered that the middle one is among them.
    """

    questions: int
    unanswered: int
    in_time: int
    middle: timedelta | None

    @property
    def is_too_few(self) -> bool:
        """Whether nothing can be said yet."""
        return self.questions < FEWEST


def reply_times(replies: Iterable[Reply], *, now: datetime) -> ReplyTimes:
    """The reading of those asked within ninety days that were answered, or whose promised time has passed.

    What has no answer counts as longer than all that has one: it cannot make the middle look better. One that still
    has time is left out, for it says nothing yet.
    """
    lately = [one for one in replies if now - one.asked_at <= LOOKS_BACK]
    told = [one for one in lately if one.answered_at is not None or one.promised_at < now]
    waits = sorted(one.answered_at - one.asked_at for one in told if one.answered_at is not None)
    middle = None
    if len(told) >= FEWEST:
        low, high = (len(told) - 1) // 2, len(told) // 2
        middle = (waits[low] + waits[high]) / 2 if high < len(waits) else None
    return ReplyTimes(
        questions=len(told),
        unanswered=len(told) - len(waits),
        in_time=sum(one.answered_at is not None and one.answered_at <= one.promised_at for one in told),
        middle=middle,
    )
