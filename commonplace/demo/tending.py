"""What whoever tends the demo took on of what was suggested, what came of it, and that they have the week by mail."""

from __future__ import annotations

from datetime import datetime, timedelta

from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import Standing
from commonplace.cultivation.models import Tended
from commonplace.cultivation.week.letters import want_week
from commonplace.cultivation.week.tended import say_what_came, take_on

# What was taken on so many days ago, what came of it, and in which words.
TOLD = (
    ("not_greeted", 24, Tended.Came.WELL, "She wrote back the same evening, and brought a colleague."),
    ("unsettled", 17, Tended.Came.WELL, "It was the small logger. He settled it himself once asked."),
    ("same_form", 12, Tended.Came.NOTHING, "Nobody had a guest in mind. We ask again in spring."),
    ("term_ends", 4, "", ""),
)


def tend(community: Community, *, now: datetime) -> None:
    """Let the steward who has been here longest take each on, and say what came of all but the last."""
    stewards = Membership.objects.current(now).filter(community=community, standing=Standing.STEWARD)
    by = stewards.select_related("person").order_by("joined_at", "pk")[0].person
    want_week(person=by, community=community, at=now)
    for code, days, came, words in TOLD:
        at = now - timedelta(days=days)
        take_on(by=by, community=community, code=code, about="told", at=at)
        if came:
            one = Tended.objects.get(community=community, code=code, about="told")
            say_what_came(by=by, community=community, pk=one.pk, came=came, words=words, at=at + timedelta(days=3))
