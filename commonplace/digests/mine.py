"""What is a person's in letters of a community."""

from commonplace.digests.models import Delivery, Issue, Item
from commonplace.people.mine import Erasing, Mine

_LETTER = ("issue__community__slug", "issue__on")
LISTS = (
    Mine("letters_received", Delivery, "person", Erasing.GOES, (*_LETTER, "things", "at"), order=260),
    Mine("letters_introduced", Issue, "words_by", Erasing.NAMELESS, ("community__slug", "on", "words"), order=261),
    Mine("chosen_for_letters", Item, "chosen_by", Erasing.NAMELESS, (*_LETTER, "kind", "object_id", "why"), order=262),
    Mine("letters_decided", Issue, "decided_by", Erasing.NAMELESS, why="whether a letter went, not what is one’s own"),
)
