"""What orientations bring to the rooms below."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from commonplace.communities.inbox import INBOX, in_module
from commonplace.communities.ledger import VERBS, Verb
from commonplace.communities.modules import MODULES, Module, Orientation
from commonplace.communities.navigation import PAGES, For, Page
from commonplace.communities.owned import OWNED
from commonplace.orientations import inbox_lines, mine, owned
from commonplace.orientations.actions import close_what_is_over
from commonplace.orientations.queries import MODULE
from commonplace.people.mine import MINE
from commonplace.store.due import DUE, Due

VERBS.declare(
    Verb("asked_how_together", _("asked how we are together"), is_stewarding=True),
    Verb("drew_together", _("drew how we are together")),
)
MODULES.declare(
    Module(
        MODULE,
        _("How we are together"),
        _("Each member draws how much we meet, talk, keep and make together, and how much they want."),
        _("ten minutes of each member, once a year or when something is about to change"),
        32,
        addresses=("orientations",),
        serves=(Orientation.CULTIVATION,),
    )
)
PAGES.declare(
    Page("orientations", _("How we are together"), 72, For.MEMBERS, addresses=("orientations",), module=MODULE)
)
INBOX.declare(*in_module("orientations", *inbox_lines.LINES))
DUE.declare(
    Due("tell what was drawn", close_what_is_over, timedelta(hours=6), timedelta(minutes=5), order=75),
)
MINE.declare(*mine.LISTS)
OWNED.declare(*owned.LISTS)
