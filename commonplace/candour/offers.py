"""What candour brings to the rooms below: a part that communities switch on, keys, and what browsers draw with."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from commonplace.candour import mine, on_merge, owned, places
from commonplace.candour.actions.keeping import keep_keys
from commonplace.candour.actions.mixing import mix_draws
from commonplace.candour.actions.writing import write_what_waits
from commonplace.candour.queries import MODULE
from commonplace.communities.ledger import VERBS, Verb
from commonplace.communities.modules import MODULES, Module, Orientation
from commonplace.communities.navigation import PAGES, For, Page
from commonplace.communities.owned import OWNED
from commonplace.conversations.actions.merging import ON_MERGE
from commonplace.conversations.actions.splitting import ON_SPLIT
from commonplace.people.mine import MINE
from commonplace.store.due import DUE, Due
from commonplace.ui.places import register

MODULES.declare(
    Module(
        MODULE,
        _("Candour"),
        _(
            "Members’ browsers draw tokens each month. In the next month they show that somebody is a member, and"
            " nothing that the house keeps can tell which."
        ),
        _("nothing that one would notice; not in a private community"),
        60,
        addresses=("candour",),
        serves=(Orientation.CONVERSATIONS, Orientation.EXPERTISE),
    )
)
VERBS.declare(
    Verb("paused_candour", _("paused candour"), is_stewarding=True),
    Verb("resumed_candour", _("took candid words again"), is_stewarding=True),
)
PAGES.declare(Page("candour", _("Candour"), 95, For.ANYONE, ("candour",), module=MODULE))
register("page.top", query=places.drawing, template="candour/drawing.html", order=90)
register("compose.beside", query=places.asking, template="candour/elsewhere/asking.html", order=5)
register("conversation.margin", query=places.replying, template="candour/elsewhere/replying.html", order=70)

DUE.declare(Due("keep the keys of candour", keep_keys, timedelta(hours=1), timedelta(minutes=10), order=80))
DUE.declare(Due("write what waits candidly", write_what_waits, timedelta(hours=1), timedelta(minutes=10), order=81))
DUE.declare(Due("mix who drew", mix_draws, timedelta(days=1), timedelta(minutes=10), order=82))

ON_MERGE.register(on_merge.bring_along)
ON_SPLIT.register(on_merge.take_along)

MINE.declare(*mine.LISTS)
OWNED.declare(*owned.LISTS)
