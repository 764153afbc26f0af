"""What constellation brings to the rooms below."""

from django.utils.translation import gettext_lazy as _

from commonplace.communities.inbox import INBOX
from commonplace.communities.ledger import VERBS, Verb
from commonplace.communities.navigation import HOUSE_PAGES, PAGES, For, HousePage, Page
from commonplace.communities.owned import OWNED
from commonplace.constellation import inbox_lines, mine, on_erase, owned, places
from commonplace.people.actions.erasing import ON_ERASE
from commonplace.people.mine import MINE
from commonplace.ui.places import register

VERBS.declare(
    Verb("told_host", _("changed what the host is told"), is_stewarding=True),
    Verb("related", _("named another community as related"), is_stewarding=True),
    Verb("unrelated", _("named another community as related no more"), is_stewarding=True),
)
INBOX.declare(*inbox_lines.LINES)
HOUSE_PAGES.declare(HousePage("host", _("The host’s communities"), 95, ("host",), is_offered=False))
PAGES.declare(Page("related", _("Around us"), 125, For.STEWARDS, ("related",)))
register("me.leaf", query=places.way_to_host, template="constellation/elsewhere/host.html", order=35)
register("about.margin", query=places.beside_about, template="constellation/elsewhere/about.html", order=20)
MINE.declare(*mine.LISTS)
OWNED.declare(*owned.LISTS)
ON_ERASE.register(on_erase.take_leave)
