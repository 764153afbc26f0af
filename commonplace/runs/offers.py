"""What runs bring to the rooms below, and to the pages of rooms above."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from commonplace.communities.content import CONTENT
from commonplace.communities.ledger import VERBS, Verb
from commonplace.communities.owned import OWNED
from commonplace.live.topics import TOPICS
from commonplace.people.actions.erasing import ON_ERASE
from commonplace.people.mine import MINE
from commonplace.runs import content, hearing, mine, on_erase, owned, places
from commonplace.runs.actions.noting import forget_sealed
from commonplace.runs.actions.turning import turn_pages
from commonplace.store.due import DUE, Due
from commonplace.ui.places import register

CONTENT.declare(content.CAPTURED)
VERBS.declare(Verb("began_to_run", _("began a gathering by its form"), is_stewarding=True, is_seen=False))
TOPICS.declare(hearing.RUN)

register("gathering.leaf", query=places.of_gathering, template="runs/elsewhere/gathering.html", order=10)
register("gathering.by_link", query=places.door_of, template="runs/elsewhere/door.html", order=10)

DUE.declare(
    Due("turn runs over days", turn_pages, timedelta(minutes=10), timedelta(minutes=10), order=37),
    Due("forget lines of sealed gatherings", forget_sealed, timedelta(hours=6), timedelta(minutes=10), order=91),
)
MINE.declare(*mine.LISTS)
OWNED.declare(*owned.LISTS)
ON_ERASE.register(on_erase.take_leave)
