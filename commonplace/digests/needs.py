"""What needs each of many people in one community: asked only for those for whom anything can wait."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from commonplace.communities.inbox import Need, needs_from, spoken_of_in_letters, waiting_for
from commonplace.communities.models import Membership
from commonplace.conversations.models import Conversation

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
    return _without_what_stays_in_its_space(found)


def _without_what_stays_in_its_space(found: Mapping[int, Sequence[Need]]) -> Mapping[int, Sequence[Need]]:
    """That something waits is told of every space; of one whose words no letter carries, not in which conversation."""
    spoken_of = {pk for needs in found.values() for need in needs for pk in need.speaks_of("conversation")}
    if not spoken_of:
        return found
    rows = Conversation.objects.filter(pk__in=spoken_of)
    titles = dict(rows.exclude(pk__in=rows.told_in_letters()).values_list("pk", "title"))
    return {person: [one for need in needs if (one := _kept_quiet(need, titles))] for person, needs in found.items()}


def _kept_quiet(need: Need, titles: Mapping[int, str]) -> Need | None:
    quiet = [titles[pk] for pk in need.speaks_of("conversation") if pk in titles]
    if not quiet:
        return need
    return None if any(title in need.title for title in quiet) else replace(need, why="")
