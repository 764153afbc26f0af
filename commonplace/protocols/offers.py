"""What protocols bring to the rooms below, and to the pages of rooms above."""

from django.utils.translation import gettext_lazy as _

from commonplace.communities.ledger import VERBS, Verb
from commonplace.communities.modules import MODULES, Module
from commonplace.people.mine import MINE
from commonplace.protocols import mine, places
from commonplace.ui.places import register

VERBS.declare(Verb("chose_protocol", _("chose how a gathering goes"), is_seen=False))
MODULES.declare(
    Module(
        places.MODULE,
        _("Protocols"),
        _("Ways to meet and learn: found from what you need, followed step by step, changed to be your own."),
        _("whoever calls people together chooses one, if they like"),
        31,
        addresses=("protocols",),
    )
)
register("gathering.leaf", query=places.order_of, template="protocols/elsewhere/order.html", order=20)
MINE.declare(*mine.LISTS)
