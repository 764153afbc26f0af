"""What should stay and what be different, as those who were there say: to whom it is told, and in which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists

from commonplace.communities.viewpoint import Viewpoint
from commonplace.gatherings.models import Gathering
from commonplace.runs.models import NothingToKeep, Run, Side, Wish
from commonplace.runs.queries.asked import came, takes_wishes, there

# Fewer answers than this are not counted for whoever was not there.
LEAST = 5


@dataclass(frozen=True)
class Wished:
    """One side of it: how many said so, and what they said, each with a name where names are told."""

    side: Side
    total: int
    lines: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Wishes:
    """What is told of a run to one viewer. `mine` is what they said themselves; lines are for those who were there.

    `is_nothing` says that there is nothing to keep of it, `came` that the viewer was there, or meant to be.
    """

    sides: Sequence[Wished]
    total: int
    mine: Wish | None
    shows_lines: bool
    may_say: bool
    is_nothing: bool
    came: bool

    @property
    def shows_counts(self) -> bool:
        """Whether there are so many that a number tells nothing of anybody."""
        return self.total >= LEAST

    def words_of(self, side: Side) -> str | None:
        """What the viewer said themselves; None where they have not."""
        mine = self.mine
        if mine is None or (mine.stay_at if side == Side.STAY else mine.differ_at) is None:
            return None
        return mine.stay if side == Side.STAY else mine.differ


def wishes_of(run: Run, viewpoint: Viewpoint, *, is_host: bool, now: datetime) -> Wishes:
    """What is told of a run; two queries."""
    gathering, person = run.gathering, viewpoint.person
    nothing = NothingToKeep.objects.filter(gathering=run.gathering_id)
    facts = Run.objects.filter(pk=run.pk).values_list(
        Exists(there(run, person)), Exists(nothing), Exists(came(run, person))
    )
    ((was_there, is_nothing, has_come),) = facts
    rows = list(run.wishes.select_related("person").order_by("pk"))
    said = [one for one in rows if one.stay_at is not None or one.differ_at is not None]
    mine = next((one for one in said if person is not None and one.person_id == person.pk), None)
    # While nobody has said who was there, those are told who have said something themselves.
    shows = is_host or mine is not None or was_there
    names = None if gathering.names_are_kept else viewpoint
    sides = [_wished(said, side, names, shows_lines=shows) for side in Side]
    may_say = (was_there or gathering.attendance_at is None) and viewpoint.is_member and takes_wishes(run, now=now)
    return Wishes(sides, len(said), mine, shows, may_say, is_nothing, has_come)


def _wished(said: Sequence[Wish], side: Side, names: Viewpoint | None, *, shows_lines: bool) -> Wished:
    total = sum(_since(one, side) for one in said)
    return Wished(side, total, _lines(said, side, names) if shows_lines else [])


def _since(one: Wish, side: Side) -> bool:
    return (one.stay_at if side == Side.STAY else one.differ_at) is not None


def _lines(said: Sequence[Wish], side: Side, names: Viewpoint | None) -> list[tuple[str, str]]:
    lines = [
        (words, names.name_of(one.person) if names is not None and one.person is not None else "")
        for one in said
        if (words := one.stay if side == Side.STAY else one.differ)
    ]
    # In what order they were said would tell who said them.
    return lines if names is not None else sorted(lines)


def wished_last_time(gathering: Gathering) -> list[Wished]:
    """What people wished at the last date of the series that was run, without names, for whoever holds the next one;
    two queries.
    """
    before = Run.objects.filter(
        gathering__series=gathering.series_id, gathering__starts_at__lt=gathering.starts_at, finished_at__isnull=False
    )
    run = before.order_by("-gathering__starts_at").first() if gathering.series_id is not None else None
    said = list(Wish.objects.said().filter(run=run)) if run is not None else []
    found = [_wished(said, side, None, shows_lines=True) for side in Side]
    return [one for one in found if one.lines]
