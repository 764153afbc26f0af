"""What needs each of many people in one community: asked only for those for whom anything can wait."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from commonplace.communities import access
from commonplace.communities.inbox import Need, needs_from, spoken_of_in_letters, waiting_for
from commonplace.communities.models import Membership, Space
from commonplace.conversations.models import Conversation
from commonplace.gatherings.models import Gathering

AT_MOST = 3


def needs_of(
    standings: Sequence[Membership], may_wait: Collection[int], *, now: datetime
) -> Mapping[int, Sequence[Need]]:
    """The first needs of each, in the language of the moment; a query for each person in `may_wait`."""
    found = {}
    quiet = Space.objects.filter(community__in={one.community_id for one in standings}).exclude(
        pk__in=Space.objects.sending_words().values("pk")
    )
    is_any_quiet = quiet.exists()
    for one in standings:
        if one.person_id in may_wait:
            waiting = spoken_of_in_letters(waiting_for(one.person, [one], now=now))
            needs = needs_from(waiting, {one.community_id: one}, one.person)
            if needs := (_told(needs) if is_any_quiet else needs)[:AT_MOST]:
                found[one.person_id] = needs
    return found


def _told(needs: Sequence[Need]) -> list[Need]:
    """Those that no letter keeps silent about: of a space that sends no words, titles and names stay out too."""
    talks = {pk for need in needs for pk in need.speaks_of("conversation")}
    told = set(Conversation.objects.filter(pk__in=talks).told_in_letters().values_list("pk", flat=True))
    called = {pk for need in needs for pk in need.speaks_of("gathering")}
    sent = Gathering.objects.filter(access.sends_words("space__"), pk__in=called)
    called_and_told = set(sent.values_list("pk", flat=True)) if called else set()
    return [
        need
        for need in needs
        if need.speaks_of("conversation") <= told and need.speaks_of("gathering") <= called_and_told
    ]
