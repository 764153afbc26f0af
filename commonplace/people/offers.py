"""What people bring to the rooms below, and the places that their pages offer to the rooms above."""

from commonplace.people import counts
from commonplace.people.mine import LISTS, MINE
from commonplace.store.kept import KEPT
from commonplace.ui.places import publish

publish("me.leaf", "person: the reader, on their own page")
publish("me.margin", "person: the reader, beside their own page")
publish("sign_in.leaf", "onward: the address of this house that a stranger asked for, before they sign in")

MINE.declare(*LISTS)
KEPT.declare(*counts.KEPT)
