"""Tendings: what a steward could do today, each with the reason it is offered and a 'Not now' that is remembered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from commonplace.communities.inbox import row
from commonplace.communities.tendings import TENDINGS, Bed, Gardener, Tending, Together, with_rows
from commonplace.communities.viewpoint import Viewpoint
from commonplace.cultivation.gardeners import kept, numbers, people, talk
from commonplace.cultivation.models import NotNow, Tended
from commonplace.cultivation.reading import Readings
from commonplace.cultivation.season import tendings as of_season
from commonplace.cultivation.season.reading import Season, season_of

# Lines of suggestions: when the first are tended, the next come up.
SHOWN = 7
PUT_OFF, TAKEN = "put_off", "taken"
# For so long nobody else is offered what somebody took on.
ALONE_WITH_IT = timedelta(days=14)


@dataclass(frozen=True)
class Line:
    """One line of what could be tended: a suggestion, or several of one kind under what is said of them together."""

    tendings: tuple[Tending, ...]
    together: Together | None = None

    @property
    def only(self) -> Tending:
        """The suggestion that stands by itself."""
        return self.tendings[0]


def bed_of(viewpoint: Viewpoint, readings: Readings, *, now: datetime, season: Season | None = None) -> Bed:
    """What is known of a community from where a steward looks; four queries, or two where the season is known."""
    season = season or season_of(viewpoint, now=now)
    bed = Bed(viewpoint.community, viewpoint, now, replace(readings, season=season))
    bed = with_rows(bed, _put_off(bed), _taken(bed))
    away = (*bed.rows.get(PUT_OFF, ()), *bed.rows.get(TAKEN, ()))
    return replace(bed, put_off=frozenset((one.title, one.words) for one in away))


def refused(bed: Bed) -> list[Gardener]:
    """Kinds that were refused for good, so that one finds the way back."""
    codes = {one.title for one in bed.rows.get(PUT_OFF, ()) if not one.words}
    return [gardener for gardener in TENDINGS if gardener.code in codes]


def _put_off(bed: Bed) -> QuerySet[Any, Any]:
    found = NotNow.objects.filter(Q(until__isnull=True) | Q(until__gt=bed.now), community=bed.community)
    return row(
        found,
        PUT_OFF,
        community_id=F("community_id"),
        about_id=F("pk"),
        title=F("code"),
        words=F("about"),
        happened_at=F("at"),
    )


def _taken(bed: Bed) -> QuerySet[Any, Any]:
    """What somebody took on lately and still carries."""
    found = Tended.objects.filter(community=bed.community, at__gt=bed.now - ALONE_WITH_IT, ended_at=None, said_at=None)
    return row(
        found,
        TAKEN,
        community_id=F("community_id"),
        about_id=F("pk"),
        title=F("code"),
        words=F("about"),
        happened_at=F("at"),
    )


def offered(bed: Bed) -> list[Line]:
    """What could be tended, most pressing first, at most seven lines; a query for each kind that has no rows."""
    lines: list[Line] = []
    for gardener in TENDINGS:
        lines += _lines(gardener, list(_of_kind(gardener, bed)), bed)
    return lines[:SHOWN]


def all_offered(bed: Bed) -> list[Tending]:
    """All that could be tended, one by one."""
    return [one for gardener in TENDINGS for one in _of_kind(gardener, bed)]


def _of_kind(gardener: Gardener, bed: Bed) -> Iterator[Tending]:
    """What is offered of a kind that is not refused, but for what was put off."""
    if (gardener.code, "") not in bed.put_off:
        yield from (one for one in gardener.offer(bed) if (one.code, one.about) not in bed.put_off)


def _lines(gardener: Gardener, found: list[Tending], bed: Bed) -> list[Line]:
    """One line for several of a kind that can be spoken of together, else a line for each."""
    if gardener.together is None or len(found) < 2:
        return [Line((one,)) for one in found]
    return [Line(tuple(found[: numbers.BEHIND_ONE]), gardener.together(bed, len(found)))]


GARDENERS = (*talk.GARDENERS, *people.GARDENERS, *kept.GARDENERS, *of_season.GARDENERS)
