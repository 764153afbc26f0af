"""The stage of one community: what its stewards have set, and what its readings hint at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from commonplace.communities.models import Community
from commonplace.cultivation import reading
from commonplace.cultivation.participation import Ring
from commonplace.cultivation.reading import Readings
from commonplace.cultivation.signs.reading import Signs
from commonplace.cultivation.signs.reading import read as signs_of
from commonplace.cultivation.stages.hints import OLD_CORE, Facts, Hint, Stage, hints

HALF, YEAR = timedelta(days=182), timedelta(days=364)


@dataclass(frozen=True)
class Stages:
    """The stage that is set, and what hints at one, on a day."""

    on: date
    stage: Stage
    hints: tuple[Hint, ...]


def read(community: Community, *, now: datetime) -> Stages:
    """The stage that is set and the hints as of `now`; some fifteen queries, so this is no reading for a page."""
    signs = signs_of(community, now=now)
    return Stages(signs.on, Stage(community.stage), tuple(hints(facts(community, signs, now=now))))


def facts(community: Community, signs: Signs, *, now: datetime) -> Facts:
    """What the readings say of `now`, of a year before and of a year and a half before."""
    today = reading.read(community, now=now)
    year_ago = reading.read(community, now=now - YEAR)
    core, then = _core(today), _core(reading.read(community, now=now - timedelta(weeks=OLD_CORE)))
    age = (signs.on - signs.began_on).days // 7 if signs.began_on else 0
    seen = _seen(today)
    came_since = signs.on - HALF
    return Facts(
        age_weeks=age,
        core=len(core),
        core_then=len(core & then),
        seen=len(seen),
        seen_before=len(_seen(year_ago)) if age * 7 >= YEAR.days + 90 else None,
        newcomers=sum(joined > came_since and person in seen for person, joined in today.joined_on.items()),
        hours_to_first_reply=today.rhythm.hours_to_first_reply,
        signs=frozenset(sign.code for sign in signs.found),
    )


def _core(readings: Readings) -> set[int]:
    return {person for person, place in readings.participation.places.items() if place.ring is Ring.CORE}


def _seen(readings: Readings) -> set[int]:
    return {person for person, place in readings.participation.places.items() if place.deeds}
