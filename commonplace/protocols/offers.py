"""What protocols bring to the rooms below, and to the pages of rooms above."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from commonplace.communities.content import CONTENT
from commonplace.communities.ledger import VERBS, Verb
from commonplace.communities.modules import MODULES, Module, Orientation
from commonplace.communities.navigation import PAGES, Page
from commonplace.communities.owned import OWNED
from commonplace.communities.principles import EVIDENCE
from commonplace.communities.shapes import SHAPES
from commonplace.people.actions.erasing import ON_ERASE
from commonplace.people.merging import ON_MERGE, ON_PART
from commonplace.people.mine import MINE
from commonplace.protocols import content, evidence, mine, on_erase, owned, places, shapes
from commonplace.protocols.actions import indexing
from commonplace.protocols.actions.following import follow_on
from commonplace.search.findable import FINDABLE, Findable
from commonplace.store.due import DUE, Due
from commonplace.ui.places import publish, register

CONTENT.declare(content.ADAPTATION)
VERBS.declare(
    Verb("chose_protocol", _("chose how a gathering goes"), is_seen=False),
    Verb("adapted_protocol", _("made a protocol the community’s own")),
)
MODULES.declare(
    Module(
        places.MODULE,
        _("Protocols"),
        _("Ways to meet and learn: found from what you need, followed step by step, changed to be your own."),
        _("whoever calls people together chooses one, if they like"),
        31,
        addresses=("protocols",),
        serves=(Orientation.MEETINGS,),
    )
)
PAGES.declare(Page("protocols", _("Protocols"), 31, addresses=("protocols",), module=places.MODULE))
publish("protocol.deeds", "viewpoint, protocol: for whoever may make something of it, before other deeds")
register("gathering.leaf", query=places.order_of, template="protocols/elsewhere/order.html", order=20)
register("gatherings.margin", query=places.beside_list, template="protocols/elsewhere/beside.html", order=20)
FINDABLE.declare(
    Findable("protocol", _("protocols"), _("protocol"), indexing.to_be_found, indexing.entries_of, order=25)
)
SHAPES.declare(shapes.ADAPTATION)
DUE.declare(Due("have new dates follow their protocol", follow_on, timedelta(hours=1), timedelta(minutes=10), order=73))
MINE.declare(*mine.LISTS)
OWNED.declare(*owned.LISTS)
EVIDENCE.declare(*evidence.OF_PRINCIPLES)
ON_ERASE.register(on_erase.take_leave)
ON_MERGE.register(on_erase.index_after)
ON_PART.register(on_erase.index_after)
