"""What a community owns of its agenda."""

from commonplace.agenda.models import Item, Review, Taken, Weight
from commonplace.communities.owned import Owned, stays

_KEYS = ("idempotency_key",)
LISTS = (
    Owned("agenda", Item, "community", _KEYS, "agenda_item", paths=("agenda",)),
    Owned("agenda_taken_up", Taken, "item__community"),
    Owned("season_reviews", Review, "community", _KEYS, "season"),
    *stays("for whom something matters most is told to nobody", Weight),
)
