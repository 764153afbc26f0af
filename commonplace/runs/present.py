"""Where a run stands at a moment: its phase, its clock and what is due next, read from its steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from commonplace.lib.protocol_clock import Act, Reading, Step, read
from commonplace.protocols.protocol import Phase
from commonplace.runs.models import Run, RunStep


@dataclass(frozen=True)
class Present:
    """A run as it is now. `phase` is None before it began; a run over days has no clock, but days."""

    run: Run
    phases: Sequence[Phase]
    clock: Reading
    place: int | None
    opens: Sequence[datetime] = ()

    @property
    def phase(self) -> Phase | None:
        """The phase that people are in."""
        return self.phases[self.place] if self.place is not None else None

    @property
    def following(self) -> Phase | None:
        """The phase after it."""
        if self.place is None or self.place + 1 >= len(self.phases):
            return None
        return self.phases[self.place + 1]

    @property
    def number(self) -> int:
        """The number of the next step."""
        return self.run.last_number + 1

    @property
    def closes_at(self) -> datetime | None:
        """When this phase closes, where phases open by date."""
        return self.opens[self.place + 1] if self.opens and self.place is not None else None


def at(run: Run, steps: Sequence[RunStep], *, now: datetime) -> Present:
    """Where a run stands by its steps, in their order."""
    phases = run.steps_of_protocol
    clock = read([one.minutes for one in phases], [Step(Act(one.act), one.at, one.minutes) for one in steps], now=now)
    if not run.goes_over_days:
        return Present(run, phases, clock, clock.phase)
    opens = openings(run)
    upto = run.finished_at or now
    return Present(run, phases, clock, place_by_date(opens, upto), opens)


def place_by_date(opens: Sequence[datetime], now: datetime) -> int:
    """Which phase of a run over days is open at `now`."""
    return max((number for number, one in enumerate(opens[:-1]) if one <= now), default=0)


def openings(run: Run) -> list[datetime]:
    """When each phase of a run over days opens, and at the end when the last one closes."""
    opens = [run.started_at]
    for phase in run.steps_of_protocol:
        opens.append(opens[-1] + timedelta(days=max(1, phase.days)))
    return opens
