"""The stage of one community: what its stewards have set, and what its readings hint at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from commonplace.communities.models import Community
from commonplace.cultivation.movement.keeping import people_of
from commonplace.cultivation.participation import Place, Ring, places
from commonplace.cultivation.reading import hours_to_first_reply
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
    """What the deeds that signs are read from say of the day, of a year before and of a year and a half before."""
    people = people_of(community)

    def stood(ago: timedelta) -> Mapping[int, Place]:
        on = signs.on - ago
        return places(signs.deeds, people.on(on), on=on)[0] if signs.deeds is not None else {}

    today, then = stood(timedelta()), _core(stood(timedelta(weeks=OLD_CORE)))
    age = (signs.on - signs.began_on).days // 7 if signs.began_on else 0
    core, seen = _core(today), _seen(today)
    came = {one.person_id for one in people.members if one.left_on is None and one.joined_on > signs.on - HALF}
    return Facts(
        age_weeks=age,
        core=len(core),
        core_then=len(core & then),
        seen=len(seen),
        seen_before=len(_seen(stood(YEAR))) if age * 7 >= YEAR.days + 90 else None,
        newcomers=len(came & seen),
        hours_to_first_reply=hours_to_first_reply(community, now=now),
        signs=frozenset(sign.code for sign in signs.found),
    )


def _core(found: Mapping[int, Place]) -> set[int]:
    return {person for person, place in found.items() if place.ring is Ring.CORE}


def _seen(found: Mapping[int, Place]) -> set[int]:
    return {person for person, place in found.items() if place.deeds}
