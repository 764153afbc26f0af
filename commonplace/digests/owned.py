"""What a community owns of its letters."""

from commonplace.communities.owned import Owned, stays
from commonplace.digests.models import Delivery, Issue, Item, LetterDay

LISTS = (
    Owned("letter_day", LetterDay, "community"),
    Owned("letters", Issue, "community"),
    Owned("letter_items", Item, "issue__community", things=(("kind", "object_id"),)),
    *stays("who was sent what by this house", Delivery),
)
