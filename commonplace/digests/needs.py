"""What needs each of many people in one community: asked only for those for whom anything can wait."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from commonplace.communities.inbox import Need, needs_from, spoken_of_in_letters, waiting_for
from commonplace.communities.models import Membership

AT_MOST = 3


def needs_of(
    standings: Sequence[Membership], may_wait: Collection[int], *, now: datetime
) -> Mapping[int, Sequence[Need]]:
    """The first needs of each, in the language of the moment; a query for each person in `may_wait`."""
    found = {}
    for one in standings:
        if one.person_id in may_wait:
            waiting = spoken_of_in_letters(waiting_for(one.person, [one], now=now))
            if needs := needs_from(waiting, {one.community_id: one}, one.person)[:AT_MOST]:
                found[one.person_id] = needs
    return found
