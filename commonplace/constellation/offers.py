"""What constellation brings to the rooms below."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from commonplace.communities.inbox import INBOX
from commonplace.communities.ledger import VERBS, Verb
from commonplace.communities.navigation import HOUSE_PAGES, PAGES, For, HousePage, Page
from commonplace.communities.owned import OWNED
from commonplace.communities.shapes import SHAPES
from commonplace.constellation import by_link, consents, inbox_lines, mine, on_erase, owned, places, shapes
from commonplace.constellation.actions.asking import LAST_LOOK
from commonplace.constellation.actions.carrying import carry_on
from commonplace.letters.last_looks import LAST_LOOKS
from commonplace.people.actions.erasing import ON_ERASE
from commonplace.people.answers_by_link import ANSWERS
from commonplace.people.consents import CONSENTS
from commonplace.people.mine import MINE
from commonplace.store.due import DUE, Due
from commonplace.ui.places import register

VERBS.declare(
    Verb("told_host", _("changed what the host is told"), is_stewarding=True),
    Verb("related", _("named another community as related"), is_stewarding=True),
    Verb("unrelated", _("named another community as related no more"), is_stewarding=True),
    Verb("asked_to_cross", _("asked whose words and who goes along to another community"), is_stewarding=True),
    Verb("crossed", _("had words and people go along to another community"), is_stewarding=True),
)
INBOX.declare(*inbox_lines.LINES)
HOUSE_PAGES.declare(HousePage("host", _("The host’s communities"), 95, ("host",), is_offered=False))
PAGES.declare(Page("related", _("Around us"), 125, For.STEWARDS, ("related",)))
register("me.leaf", query=places.way_to_host, template="constellation/elsewhere/host.html", order=35)
register("about.margin", query=places.beside_about, template="constellation/elsewhere/about.html", order=20)
register("page.top", query=places.leading_on, template="constellation/elsewhere/onward.html", order=50)
register("conversation.head", query=places.trail, template="constellation/elsewhere/trail.html", order=50)
ANSWERS.declare(by_link.BY_LINK)
LAST_LOOKS.declare(LAST_LOOK)
CONSENTS.declare(*consents.CONSENTS)
DUE.declare(Due("carry what crosses", carry_on, timedelta(minutes=1), timedelta(minutes=10), order=88))
MINE.declare(*mine.LISTS)
OWNED.declare(*owned.LISTS)
SHAPES.declare(*shapes.SHAPES)
ON_ERASE.register(on_erase.take_leave)
