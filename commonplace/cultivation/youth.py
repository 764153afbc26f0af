"""How far back the deeds of a community go, and from when on each reading can say more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, timedelta

from commonplace.communities.models import Community
from commonplace.cultivation.participation import CORE_WEEKS
from commonplace.cultivation.rhythm import WEEKS, Rhythm, Week
from commonplace.lib.weeks import monday_of

# Two bars of four weeks are the least that can be compared.
YEARS_AFTER = timedelta(weeks=8)


@dataclass(frozen=True)
class Youth:
    """A reading, made on `on`, of a community of which there are deeds or letters since `since`; days are None once
    they are past.
    """

    since: date
    on: date
    weeks: tuple[Week, ...]
    is_from_archive: bool = False

    @property
    def rings_from(self) -> date | None:
        """The day from which the rings say something: before, nobody can have been seen in weeks enough."""
        return self._ahead(timedelta(weeks=CORE_WEEKS))

    @property
    def rhythm_from(self) -> date | None:
        """The day from which all twelve weeks are weeks of this community."""
        return self._ahead(timedelta(weeks=WEEKS))

    @property
    def years_from(self) -> date | None:
        """The day from which the long picture has bars to compare."""
        return self._ahead(YEARS_AFTER)

    @property
    def silent_weeks(self) -> int | None:
        """Weeks since the beginning in which nobody wrote or met; None while there is only one week to speak of."""
        if len(self.weeks) < 2:
            return None
        return sum(week.is_silent for week in self.weeks)

    def _ahead(self, age: timedelta) -> date | None:
        day = self.since + age
        return day if day > self.on else None


def youth(rhythm: Rhythm, community: Community) -> Youth:
    """How young a community is by its deeds: an archive that moved in may reach back beyond its founding."""
    founded, began = community.founded_at, community.since
    since = began.astimezone(UTC).date()
    first = next((week.monday for week in rhythm.years if week.beats), None)
    if first is not None and first < monday_of(since):
        since = first
    weeks = tuple(week for week in rhythm.weeks if week.monday >= monday_of(since))
    return Youth(since, rhythm.on, weeks, is_from_archive=began < founded)
