"""What a community owns of its agenda."""

from commonplace.agenda.models import Item, Review, Taken, Weight
from commonplace.communities.owned import Owned

_KEYS = ("idempotency_key",)
LISTS = (
    Owned("agenda", Item, "community", _KEYS, "agenda_item", paths=("agenda",)),
    Owned("agenda_weights", Weight, "item__community"),
    Owned("agenda_taken_up", Taken, "item__community"),
    Owned("season_reviews", Review, "community", _KEYS, "season"),
)
