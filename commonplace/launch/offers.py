"""What a launch brings to the rooms below."""

from django.utils.translation import gettext_lazy as _

from commonplace.communities.inbox import INBOX
from commonplace.communities.ledger import VERBS, Verb
from commonplace.communities.modules import MODULES, Module, Orientation
from commonplace.communities.navigation import PAGES, For, Page
from commonplace.communities.owned import OWNED
from commonplace.communities.shapes import SHAPES
from commonplace.launch import inbox_lines, mine, on_erase, owned, places, shapes
from commonplace.launch.models import MODULE
from commonplace.people.actions.erasing import ON_ERASE
from commonplace.people.mine import MINE
from commonplace.ui.places import publish, register

VERBS.declare(
    Verb("began_launch", _("began to gather people"), is_stewarding=True),
    Verb("gathered_issue", _("gathered what several spoke of")),
    Verb("chose_start", _("chose how it begins"), is_stewarding=True),
    Verb("said_begun", _("said that it has begun"), is_stewarding=True),
    Verb("noted_obstacle", _("wrote down what stands in the way")),
    Verb("put_term", _("said what a word means here")),
    Verb("interviewed", _("spoke with somebody whom it could be for")),
)
MODULES.declare(
    Module(
        MODULE,
        _("Launch"),
        _("The weeks before a community is one: whom you spoke with, of what, who would help, and how it begins."),
        _("ten to twenty conversations, and an hour a week of the few who start it"),
        15,
        addresses=("launch",),
        serves=(Orientation.CULTIVATION,),
    )
)
PAGES.declare(Page("launch", _("Launch"), 12, For.MEMBERS, addresses=("launch",), module=MODULE))
INBOX.declare(*inbox_lines.LINES)
SHAPES.declare(*shapes.SHAPES)
MINE.declare(*mine.LISTS)
OWNED.declare(*owned.LISTS)
ON_ERASE.register(on_erase.take_leave)
register("about.margin", query=places.beside_about, template="launch/elsewhere/about.html", order=15)
publish("launch.obstacle", "viewpoint, obstacle: what became of it elsewhere, and who else can be asked")
