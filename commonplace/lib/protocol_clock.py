"""The clock of a meeting: the minutes of its phases and the numbered steps that were taken, read at a moment.

Nothing ticks anywhere. What stands is what people did (began, paused, went on), each at a moment of the server; what is
left is counted anew for whoever asks. So a process that dies loses nothing, and a page that comes late knows all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

NONE = timedelta(0)
LONGEST_STRETCH = 60  # minutes at once


class Act(StrEnum):
    """What whoever holds a meeting can do to its clock."""

    START = "start"
    PAUSE = "pause"
    GO_ON = "go_on"
    STRETCH = "stretch"
    NEXT = "next"
    SKIP = "skip"
    BACK = "back"
    FINISH = "finish"


@dataclass(frozen=True)
class Step:
    """One thing done to the clock. `minutes` belong to a stretch alone."""

    act: Act
    at: datetime
    minutes: int = 0


@dataclass(frozen=True)
class Reading:
    """What the clock shows at `now`. Spans are never negative.

    `phase` counts from 0 and is None before the beginning. `ends_at` is when this phase ends, and `all_ends_at` when
    the last one does, if everyone goes on from now and keeps to the time; once it is over, the moment at which it was.
    """

    now: datetime
    phase: int | None = None
    began_at: datetime | None = None
    finished_at: datetime | None = None
    is_paused: bool = False
    allotted: timedelta = NONE
    spent: timedelta = NONE
    ends_at: datetime | None = None
    all_ends_at: datetime | None = None
    planned_end: datetime | None = None
    skipped: frozenset[int] = frozenset()

    @property
    def is_running(self) -> bool:
        """Whether time passes."""
        return self.phase is not None and self.finished_at is None and not self.is_paused

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @property
    def left(self) -> timedelta:
        """What is left of this phase."""
        return max(NONE, self.allotted - self.spent)

    @property
    def over(self) -> timedelta:
        """How far this phase is over its time."""
        return max(NONE, self.spent - self.allotted)

    @property
    def all_over(self) -> timedelta:
        """By how much the whole ends later than was planned at its beginning."""
        if self.all_ends_at is None or self.planned_end is None:
            return NONE
        return max(NONE, self.all_ends_at - self.planned_end)

    @property
    def done(self) -> float:
        """The part of this phase that has passed, from 0 to 1."""
        return 1.0 if self.allotted <= NONE else min(1.0, self.spent / self.allotted)


@dataclass
class _Clock:
    """Where the steps have led so far; `upto` never goes back, whatever the clock of a server does."""

    allotted: list[timedelta]
    spent: list[timedelta] = field(init=False)
    phase: int | None = None
    upto: datetime | None = None
    began_at: datetime | None = None
    finished_at: datetime | None = None
    is_paused: bool = False
    skipped: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.spent = [NONE] * len(self.allotted)

    def pass_until(self, at: datetime) -> datetime:
        """Let time pass; a moment before the last one is the last one."""
        at = at if self.upto is None else max(at, self.upto)
        if self.upto is not None and self.phase is not None and not self.is_paused and self.finished_at is None:
            self.spent[self.phase] += at - self.upto
        self.upto = at
        return at

    def take(self, step: Step) -> None:
        """Take a step. What makes no sense where the meeting stands does nothing."""
        if self.finished_at is not None or not self.allotted:
            return
        if self.phase is None:
            if step.act == Act.START:
                self.began_at = self.upto = step.at
                self.phase = 0
            return
        at = self.pass_until(step.at)
        match step.act:
            case Act.PAUSE:
                self.is_paused = True
            case Act.GO_ON:
                self.is_paused = False
            case Act.STRETCH:
                self.allotted[self.phase] += timedelta(minutes=max(0, min(step.minutes, LONGEST_STRETCH)))
            case Act.NEXT | Act.SKIP if self.phase + 1 < len(self.allotted):
                (self.skipped.add if step.act == Act.SKIP else self.skipped.discard)(self.phase)
                self.phase += 1
                self.is_paused = False
            case Act.BACK if self.phase > 0:
                self.phase -= 1
                self.skipped.discard(self.phase)
                self.is_paused = False
            case Act.FINISH:
                self.finished_at = at


def read(minutes: Sequence[int], steps: Iterable[Step], *, now: datetime) -> Reading:
    """What the clock of a meeting shows at `now`: its phases take so many `minutes`, its steps come in their order.

    Each phase keeps the time that was spent in it: whoever goes back goes on where they were. A moment that lies before
    the one of an earlier step counts as that one.
    """
    clock = _Clock([timedelta(minutes=max(0, one)) for one in minutes])
    for step in steps:
        clock.take(step)
    if clock.phase is None or clock.began_at is None:
        return Reading(now)
    now = clock.pass_until(now)
    here, ended = clock.phase, clock.finished_at
    rest = max(NONE, clock.allotted[here] - clock.spent[here])
    after = sum((max(NONE, left - gone) for left, gone in _later(clock, here)), NONE)
    return Reading(
        now=now,
        phase=here,
        began_at=clock.began_at,
        finished_at=ended,
        is_paused=clock.is_paused and ended is None,
        allotted=clock.allotted[here],
        spent=clock.spent[here],
        # Over its time it ended when the time was up, not now; a pause pushes it on.
        ends_at=ended or now + rest - max(NONE, clock.spent[here] - clock.allotted[here]),
        all_ends_at=ended or now + rest + after,
        planned_end=clock.began_at + timedelta(minutes=sum(max(0, one) for one in minutes)),
        skipped=frozenset(clock.skipped),
    )


def _later(clock: _Clock, here: int) -> Iterable[tuple[timedelta, timedelta]]:
    """What the phases after this one are given, and what was spent in them before somebody went back."""
    return zip(clock.allotted[here + 1 :], clock.spent[here + 1 :], strict=True)
