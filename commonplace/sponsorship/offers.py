"""What sponsorship brings to the rooms below."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from commonplace.communities.content import CONTENT
from commonplace.communities.digests import DIGEST_SECTIONS
from commonplace.communities.inbox import INBOX, in_module
from commonplace.communities.ledger import VERBS, Verb
from commonplace.communities.modules import MODULES, Module, Orientation
from commonplace.communities.navigation import PAGES, For, Page
from commonplace.communities.owned import OWNED
from commonplace.communities.shapes import SHAPES
from commonplace.letters.last_looks import LAST_LOOKS
from commonplace.people.actions.erasing import ON_ERASE
from commonplace.people.mine import MINE
from commonplace.search.findable import FINDABLE, Findable
from commonplace.sponsorship import content, digests, inbox_lines, mine, on_erase, owned, places, shapes
from commonplace.sponsorship.actions import indexing, telling
from commonplace.sponsorship.actions.keeping import keep_all_figures
from commonplace.sponsorship.models.requests import KIND
from commonplace.sponsorship.module import MODULE
from commonplace.store.due import DUE, Due
from commonplace.ui.places import register

CONTENT.declare(content.REQUEST, content.THANKS)
VERBS.declare(
    Verb("asked_sponsor", _("asked something of the sponsor"), is_stewarding=True),
    Verb("withdrew_request", _("asked something of the sponsor no more"), is_seen=False),
    # What a sponsor does as a sponsor is no taking part.
    Verb("answered_request", _("answered as a sponsor"), is_seen=False),
    Verb("told_change", _("told what changed by an answer of the sponsor"), is_stewarding=True),
    Verb("sponsor_thanked", _("thanked the community as a sponsor"), is_seen=False),
    Verb("sponsor_offered", _("offered something as a sponsor"), is_seen=False),
    Verb("sponsor_said", _("said as a sponsor what matters this year"), is_seen=False),
    Verb("answered_offer", _("answered an offer of the sponsor"), is_stewarding=True),
    Verb("put_report_to_core", _("put a report to the sponsor before the core group"), is_stewarding=True),
    Verb("released_report", _("released a report to the sponsor"), is_stewarding=True),
    Verb("wrote_brief", _("wrote in brief for the sponsor"), is_stewarding=True),
)
MODULES.declare(
    Module(
        MODULE,
        _("For sponsors"),
        _("What a sponsor sees without reading along: what it was good for, what you ask of them, and their answers."),
        _("a steward writes three lines twice a year, and a request where something stands in the way"),
        39,
        addresses=("sponsor",),
        serves=(Orientation.CONTEXT,),
    )
)
PAGES.declare(
    Page("sponsor", _("For sponsors"), 76, For.MEMBERS, addresses=("sponsor",), module=MODULE, is_for_sponsors=True)
)
DUE.declare(Due("keep figures for sponsors", keep_all_figures, timedelta(hours=1), timedelta(minutes=10), order=88))
INBOX.declare(*in_module(MODULE, *inbox_lines.LINES))
DIGEST_SECTIONS.declare(*digests.SECTIONS)
FINDABLE.declare(
    Findable(
        KIND,
        _("requests to the sponsor"),
        _("request to the sponsor"),
        indexing.to_be_found,
        indexing.entries_of,
        in_spaces=False,
        order=26,
    )
)
SHAPES.declare(shapes.REQUEST)
LAST_LOOKS.declare(*telling.LAST_LOOKS)
register("about.margin", query=places.thanks_lately, template="sponsorship/elsewhere/thanks.html", order=60)
register("launch.obstacle", query=places.of_obstacle, template="sponsorship/elsewhere/obstacle.html", order=10)
register("value.decided", query=places.of_decision, template="sponsorship/elsewhere/decided.html", order=10)
register("about.sponsoring", query=places.for_sponsors, template="sponsorship/elsewhere/about.html", order=10)
MINE.declare(*mine.LISTS)
OWNED.declare(*owned.LISTS)
ON_ERASE.register(on_erase.take_leave)
