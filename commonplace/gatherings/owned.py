"""What a community owns of its gatherings."""

from typing import Any

from django.db.models import QuerySet

from commonplace.communities.owned import Owned, stays
from commonplace.gatherings.models import (
    Answer,
    Gathering,
    Host,
    Invited,
    OutsideCalendar,
    OutsideDate,
    OutsideInMine,
    Poll,
    PollTime,
    PollVote,
    Reminding,
    Series,
    Untold,
)


def _of_members(answers: QuerySet[Any]) -> QuerySet[Any]:
    return answers.filter(guest=None)


LISTS = (
    Owned("series", Series, "community", ("uid",)),
    Owned("gatherings", Gathering, "community", ("uid", "idempotency_key"), "gathering", paths=("gatherings",)),
    Owned("hosts", Host, "gathering__community"),
    Owned("answers", Answer, "gathering__community", ("guest", "told_changes", "told_changes_at"), rows=_of_members),
    Owned("polls", Poll, "gathering__community"),
    Owned("poll_times", PollTime, "poll__gathering__community"),
    Owned("poll_votes", PollVote, "time__poll__gathering__community"),
    *stays("people outside, by their addresses", Invited),
    *stays("the secret address of somebody's calendar, and what it told", OutsideCalendar, OutsideDate, OutsideInMine),
    *stays("what this house has still to tell", Untold),
    *stays("what somebody wishes for themselves", Reminding),
)
