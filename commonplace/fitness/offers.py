"""What fitness rounds bring to the rooms below."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from commonplace.communities.inbox import INBOX, in_module
from commonplace.communities.ledger import VERBS, Verb
from commonplace.communities.modules import MODULES, Module, Orientation
from commonplace.communities.navigation import PAGES, For, Page
from commonplace.communities.owned import OWNED
from commonplace.communities.shapes import SHAPES
from commonplace.communities.tendings import TENDINGS
from commonplace.fitness import inbox_lines, mine, occasion, on_erase, owned, places, shapes, tendings
from commonplace.fitness.actions.answering import mix_sheets
from commonplace.fitness.actions.opening import close_what_is_over
from commonplace.fitness.actions.posting import LAST_LOOK, post_codes
from commonplace.fitness.queries import MODULE
from commonplace.gatherings.occasions import OCCASIONS
from commonplace.letters.last_looks import LAST_LOOKS
from commonplace.people.actions.erasing import ON_ERASE
from commonplace.people.mine import MINE
from commonplace.store.due import DUE, Due
from commonplace.ui.places import register

# That somebody answered is no deed: the ledger would say who, and when.
VERBS.declare(
    Verb("opened_round", _("asked how we are doing"), is_stewarding=True),
    Verb("decided_on_round", _("kept what was decided about a round"), is_stewarding=True),
    Verb("talks_of_round", _("called people together about a round"), is_stewarding=True),
    Verb("brought_survey", _("brought a survey in")),
    Verb("took_comment_away", _("took a comment of a round away"), is_stewarding=True),
)
MODULES.declare(
    Module(
        MODULE,
        _("How we are doing"),
        _("Now and then a few sentences are put to everyone, and what each circle finds of them is told, of nobody."),
        _("ten minutes of each member, twice a year, and an hour to talk about it"),
        33,
        addresses=("fitness",),
        serves=(Orientation.CULTIVATION, Orientation.CONTEXT),
    )
)
PAGES.declare(Page("fitness", _("How we are doing"), 73, For.MEMBERS, addresses=("fitness",), module=MODULE))
INBOX.declare(*in_module("fitness", *inbox_lines.LINES))
TENDINGS.declare(*tendings.GARDENERS)
DUE.declare(
    Due("tell what rounds came to", close_what_is_over, timedelta(hours=6), timedelta(minutes=5), order=76),
    Due("mix the sheets of rounds", mix_sheets, timedelta(hours=1), timedelta(minutes=10), order=77),
    Due("send the codes of rounds", post_codes, timedelta(minutes=5), timedelta(minutes=10), order=78),
)
LAST_LOOKS.declare(LAST_LOOK)
ON_ERASE.register(on_erase.take_leave)
MINE.declare(*mine.LISTS)
OWNED.declare(*owned.LISTS)
SHAPES.declare(shapes.ROUND)
OCCASIONS.declare(occasion.OCCASION)
register("gathering.leaf", query=places.at_gathering, template="fitness/elsewhere/gathering.html", order=16)
