"""What people bring to the rooms below, and the places that their pages offer to the rooms above."""

from datetime import timedelta

from commonplace.people import counts, places
from commonplace.people.mine import LISTS, MINE
from commonplace.people.sessions import blur_sessions, forget_moments
from commonplace.store.due import DUE, Due
from commonplace.store.kept import KEPT
from commonplace.ui.places import publish, register

publish("me.leaf", "person: the reader, on their own page")
publish("me.margin", "person: the reader, beside their own page")
publish("sign_in.leaf", "onward: the address of this house that a stranger asked for, before they sign in")

register("me.leaf", query=places.letters_paused, template="people/letters_paused.html", order=5)
register("reaching.leaf", query=places.letters_paused, template="people/letters_paused.html", order=5)

DUE.declare(Due("forget when people signed in", forget_moments, timedelta(hours=1), timedelta(minutes=10), order=90))
DUE.declare(Due("blur when people were here", blur_sessions, timedelta(days=1), timedelta(hours=1), order=96))
MINE.declare(*LISTS)
KEPT.declare(*counts.KEPT)
