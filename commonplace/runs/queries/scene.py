"""All that a page of a run shows: where it stands, who sits there, and what was kept; by what its viewer may know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from commonplace.communities.models import Community, Membership
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.gatherings.models import Gathering
from commonplace.protocols.protocol import Capture
from commonplace.runs.models import Captured, Run, Seat, WhatCame
from commonplace.runs.models.captured import ASK_IN
from commonplace.runs.present import Present, at
from commonplace.runs.queries.asked import came_of
from commonplace.ui import words

HOST, TABLE, GUEST = "host", "table", "guest"
MOST_FACES = 40
MOST_LINES = 200


@dataclass(frozen=True)
class Sitting:
    """Somebody at the table, as one kind of viewer sees them."""

    seat: Seat
    byline: Byline


@dataclass(frozen=True)
class Round:
    """Who sits at the table: those who speak and wish to first, and how many more than are named."""

    sittings: Sequence[Sitting]
    total: int
    speaking: Sitting | None
    waiting: Sequence[Sitting]

    @property
    def more(self) -> int:
        """How many sit there and are not named."""
        return self.total - len(self.sittings)


@dataclass(frozen=True)
class Line:
    """A kept line, with the name of who said it where that is kept and may be shown."""

    captured: Captured
    name: str
    # The conversation in which it goes on, for whoever may see that.
    went_on: Conversation | None = None

    @property
    def is_question(self) -> bool:
        """Whether it can go on in a conversation."""
        return self.captured.kind == Capture.QUESTION

    @property
    def has_gone_on(self) -> bool:
        """Whether it does."""
        return hasattr(self.captured, "carried")

    @property
    def what_came(self) -> WhatCame | None:
        """What is said to have come of it."""
        return came_of(self.captured)

    @property
    def label(self) -> str:
        """What kind of line it is."""
        return str(Capture(self.captured.kind).label)


def viewpoint_of(role: str, community: Community) -> Viewpoint:
    """How those of a role see names: members as members do, guests as strangers."""
    return Viewpoint(None, community, None if role == GUEST else Membership())


def present_of(run: Run, *, now: datetime) -> Present:
    """Where a run stands; one query."""
    return at(run, list(run.steps.order_by("number")), now=now)


def round_of(run: Run, viewpoint: Viewpoint) -> Round:
    """Who sits there; two queries at most."""
    seats = run.seats.select_related("person").order_by(
        F("is_speaking").desc(), F("wants_at").asc(nulls_last=True), "sat_at", "pk"
    )
    first = list(seats[: MOST_FACES + 1])
    total = len(first) if len(first) <= MOST_FACES else run.seats.count()
    sittings = [Sitting(one, byline_of(one, viewpoint)) for one in first[:MOST_FACES]]
    return Round(
        sorted(sittings, key=lambda one: (one.seat.group or 0, one.seat.sat_at, one.seat.pk)),
        total,
        next((one for one in sittings if one.seat.is_speaking), None),
        [one for one in sittings if one.seat.wants_at is not None and not one.seat.is_speaking],
    )


def byline_of(seat: Seat, viewpoint: Viewpoint) -> Byline:
    """Under which name somebody sits there."""
    return viewpoint.byline_for(seat.person) if seat.person is not None else Byline(name=seat.name)


def lines_of(run: Run, viewpoint: Viewpoint, **narrowed: Any) -> Sequence[Line]:
    """What was kept and stands, oldest first, less what stewards hold back; one query."""
    found = (
        run.captured.visible_at_the_table()
        .filter(**narrowed)
        .select_related("by", "what_came", "carried", "action__owner")
        .order_by("pk")
    )
    return [Line(one, _name(one, run.gathering, viewpoint)) for one in found[:MOST_LINES]]


def _name(captured: Captured, gathering: Gathering, viewpoint: Viewpoint) -> str:
    # What somebody will do bears their name in the rows, and under Chatham House on no page but their own.
    if gathering.names_are_kept:
        return ""
    return viewpoint.name_of(captured.by) if captured.by is not None else captured.name


def scene_of(run: Run, role: str, *, now: datetime) -> Mapping[str, Any]:
    """What the parts of a page show to everyone of a role; four queries."""
    viewpoint = viewpoint_of(role, run.gathering.community)
    present = present_of(run, now=now)
    lines = lines_of(run, viewpoint, phase=present.place) if present.place is not None else []
    return {
        "run": run,
        "gathering": run.gathering,
        "present": present,
        "phase": present.phase,
        "reading": present.clock,
        "shown": on_the_clock(present.clock.over or present.clock.left),
        # As scripts read numbers, in whatever language the page is.
        "left": f"{present.clock.left.total_seconds():.1f}",
        "over": f"{present.clock.over.total_seconds():.1f}" if present.clock.over else "",
        "allotted": f"{present.clock.allotted.total_seconds():.0f}",
        "done": f"{present.clock.done:.3f}",
        "now_ms": f"{present.clock.now.timestamp() * 1000:.0f}",
        "order": [
            (number, phase, _state(number, present), _opens(number, present))
            for number, phase in enumerate(present.phases)
        ],
        "round": round_of(run, viewpoint),
        "lines": lines,
        "kinds": [(one.value, one.label) for one in (present.phase.captures if present.phase else ())]
        or [(Capture.NOTE.value, Capture.NOTE.label)],
        "asks_later": _asks_later(run, present),
        **_hours(present),
        "role": role,
        "is_host": role == HOST,
        "late_by": round(present.clock.all_over / timedelta(minutes=1)),
        "after": minutes(present),
    }


def _asks_later(run: Run, present: Present) -> Sequence[tuple[str, Any]]:
    """When whoever says what they will try can be asked, in a phase that keeps such lines; sealed, before they go."""
    if present.phase is None or Capture.TAKEAWAY not in present.phase.captures:
        return ()
    return ASK_IN if run.gathering.confidence != "sealed" else [one for one in ASK_IN if one[0] in ("7", "")]


def _hours(present: Present) -> dict[str, str]:
    """When it began, when this phase ends and when the last one does, by the reader's clock."""
    moments = {
        "began": present.clock.began_at,
        "ends": present.clock.ends_at,
        "all_ends": present.clock.all_ends_at,
    }
    return {name: words.hour(at) if at is not None else "" for name, at in moments.items()}


def minutes(present: Present) -> int:
    """How many minutes the phases after this one take."""
    clock = present.clock
    if clock.all_ends_at is None or clock.ends_at is None:
        return 0
    return max(0, round((clock.all_ends_at - max(clock.ends_at, clock.now)) / timedelta(minutes=1)))


def _state(number: int, present: Present) -> str:
    if present.place is None or number > present.place:
        return ""
    return "now" if number == present.place else "done"


def _opens(number: int, present: Present) -> datetime | None:
    return present.opens[number] if present.opens else None


def on_the_clock(span: timedelta) -> str:
    """Minutes and seconds, as a clock shows them."""
    # A second that has begun still counts.
    whole = -int(-span.total_seconds() // 1)
    return f"{whole // 60}:{whole % 60:02}"
