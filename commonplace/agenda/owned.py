"""What a community owns of its agenda."""

from typing import Any

from django.db.models import QuerySet

from commonplace.agenda.models import (
    Asking,
    Item,
    NeedAnswer,
    NeedTold,
    NeedWords,
    Review,
    Taken,
    Want,
    Wanted,
    Weight,
)
from commonplace.communities.owned import Owned, stays

_KEYS = ("idempotency_key",)


def _closed(found: QuerySet[Any]) -> QuerySet[Any]:
    return found.exclude(closed_at=None)


LISTS = (
    Owned("agenda", Item, "community", _KEYS, "agenda_item", paths=("agenda",)),
    Owned("agenda_taken_up", Taken, "item__community"),
    Owned("season_reviews", Review, "community", _KEYS, "season"),
    Owned("seasons_asked_about", Asking, "community", rows=_closed),
    Owned("needs_told", NeedTold, "asking__community"),
    Owned("needs_in_own_words", NeedWords, "asking__community"),
    Owned("needs_answered", NeedAnswer, "need__asking__community"),
    *stays("who needs what is shown to nobody", Wanted, Want),
    *stays("for whom something matters most is told to nobody", Weight),
)
