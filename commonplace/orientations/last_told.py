"""What was told last of each orientation, and of whose numbers it was made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from commonplace.communities.modules import Orientation
from commonplace.orientations.models import Leaning, Profile, Spread
from commonplace.orientations.telling import Before, Drawn

TODAY, WANTED = "today", "wanted"


@dataclass(frozen=True)
class Last:
    """By orientation, and whether as it is today or as it is wanted; and how many drew, and who."""

    told: Mapping[tuple[Orientation, str], Before | None]
    drawn: Drawn
    drawn_by: frozenset[int]

    @classmethod
    def before(cls, profile: Profile) -> Last:
        """What had been told of a community, and had been worked out anew, when this profile is closed."""
        earlier = list(
            Profile.objects.filter(community=profile.community_id).exclude(closed_at=None).order_by("-closed_at", "-pk")
        )
        spreads: dict[int, list[Spread]] = defaultdict(list)
        for spread in Spread.objects.filter(profile__in=earlier):
            spreads[spread.profile_id].append(spread)
        found: dict[tuple[Orientation, str], tuple[int, Spread]] = {}
        for one in earlier:
            for spread in spreads[one.pk]:
                for when in (TODAY, WANTED):
                    if getattr(spread, when) and getattr(spread, f"{when}_is_new"):
                        found.setdefault((Orientation(spread.orientation), when), (one.pk, spread))
        drawn = next((one for one in earlier if one.drawn and one.drawn_is_new), None)
        used = {pk for pk, _ in found.values()} | ({drawn.pk} if drawn else set())
        leanings: dict[int, list[Leaning]] = defaultdict(list)
        for leaning in Leaning.objects.filter(profile__in=used, is_counted=True):
            leanings[leaning.profile_id].append(leaning)
        return cls(
            {
                (orientation, when): _before(found.get((orientation, when)), when, leanings)
                for orientation in Orientation
                for when in (TODAY, WANTED)
            },
            Drawn(drawn.drawn if drawn else 0, is_new=True),
            frozenset(one.person_id for one in leanings[drawn.pk]) if drawn else frozenset(),
        )


def _before(found: tuple[int, Spread] | None, when: str, leanings: Mapping[int, Iterable[Leaning]]) -> Before | None:
    if found is None:
        return None
    pk, spread = found
    middle = spread.today if when == TODAY else spread.wanted
    return Before(middle, numbers_of(leanings.get(pk, ()), Orientation(spread.orientation), when)) if middle else None


def numbers_of(leanings: Iterable[Leaning], orientation: Orientation, when: str) -> dict[int, int]:
    """What each said of one orientation, by their key; whoever said nothing is not in it."""
    of_it = [one for one in leanings if one.orientation == orientation]
    said = {one.person_id: one.today if when == TODAY else one.wanted for one in of_it}
    return {person: number for person, number in said.items() if number is not None}
