"""What moving archives in brings to the rooms below."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from commonplace.communities.inbox import INBOX, in_module
from commonplace.communities.membership.actions.standing import ON_STANDING
from commonplace.communities.modules import MODULES, Module, Orientation
from commonplace.communities.navigation import PAGES, For, Page
from commonplace.communities.owned import OWNED
from commonplace.communities.spaces.actions import MAY_SEAT
from commonplace.mail.hooks import LINEAGES, REHEARSED
from commonplace.people.actions.erasing import ON_ERASE
from commonplace.people.answers_by_link import ANSWERS
from commonplace.people.mine import MINE
from commonplace.store.due import DUE, Due
from commonplace.store.kept import KEPT
from commonplace.transfer import counts, inbox_lines, mine, on_erase, owned, places
from commonplace.transfer.actions.calendars_back import go_on_taking_calendars_back
from commonplace.transfer.actions.closed_chats import keep_out, seat_stewards
from commonplace.transfer.actions.handing_in import go_on
from commonplace.transfer.actions.handing_in_places import go_on_with_places
from commonplace.transfer.actions.listing import forget_lists
from commonplace.transfer.actions.taking_back import go_on_taking_back
from commonplace.transfer.closed_by_link import BY_LINK
from commonplace.transfer.lineage import OF_ARCHIVES
from commonplace.transfer.moving import tell_of_rehearsal
from commonplace.ui.places import register

register("about.margin", query=places.archives, template="transfer/margin.html", order=80)

PAGES.declare(
    Page(
        "imports", _("Archives"), 120, For.STEWARDS, ("imports", "set-aside", "one-person", "claims"), module="archives"
    )
)
MODULES.declare(
    Module(
        "archives",
        _("Archives"),
        _("What was said elsewhere moves in: a mailing list, a forum, a chat."),
        _("a steward’s hour, and some days in which people ask whether a name is theirs"),
        40,
        addresses=("imports", "set-aside", "one-person"),
        serves=(Orientation.CONTENT, Orientation.CONVERSATIONS),
        is_on_at_first=True,
    )
)

INBOX.declare(*in_module("archives", *inbox_lines.LINES))

DUE.declare(
    Due("go on with archives", go_on, order=20),
    Due("go on with places", go_on_with_places, order=20),
    Due("take archives back", go_on_taking_back, order=21),
    Due("take calendars back", go_on_taking_calendars_back, timedelta(minutes=1), timedelta(minutes=30), order=22),
    Due("forget lists of people", forget_lists, timedelta(hours=6), timedelta(minutes=10)),
)

KEPT.declare(*counts.KEPT)

MINE.declare(*mine.LISTS)
OWNED.declare(*owned.LISTS)
ON_ERASE.register(on_erase.forget)
MAY_SEAT.register(keep_out)
ON_STANDING.register(seat_stewards)

ANSWERS.declare(BY_LINK)
LINEAGES.declare(OF_ARCHIVES)
REHEARSED.register(tell_of_rehearsal)
