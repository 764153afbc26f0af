"""What gatherings bring to the rooms below, and to the pages of rooms above."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from commonplace.communities.content import CONTENT
from commonplace.communities.digests import DIGEST_SECTIONS
from commonplace.communities.inbox import INBOX, in_module
from commonplace.communities.ledger import VERBS, Verb
from commonplace.communities.modules import MODULES, Module, Orientation
from commonplace.communities.navigation import PAGES, Page
from commonplace.communities.owned import OWNED
from commonplace.communities.shapes import SHAPES
from commonplace.conversations.draft_places import DRAFT_PLACES, DraftPlace
from commonplace.gatherings import (
    consents,
    content,
    digests,
    inbox_lines,
    mine,
    on_erase,
    on_merge,
    owned,
    places,
    shapes,
)
from commonplace.gatherings.actions import changes, indexing, telling
from commonplace.gatherings.actions.answering import free_seats_of_who_left
from commonplace.gatherings.actions.outside import read_outside_calendars
from commonplace.gatherings.actions.reminding import remind, remind_of_polls, tell_moments_anew
from commonplace.gatherings.actions.serial import make_dates_of_all
from commonplace.gatherings.forms.convening import DRAFT, DRAFTED
from commonplace.letters.last_looks import LAST_LOOKS
from commonplace.people.actions.erasing import ON_ERASE
from commonplace.people.consents import CONSENTS
from commonplace.people.merging import BEFORE_MERGE, BEFORE_PART, ON_MERGE, ON_PART
from commonplace.people.mine import MINE
from commonplace.search.findable import FINDABLE, Findable
from commonplace.store.due import DUE, Due
from commonplace.ui.places import publish, register

CONTENT.declare(content.GATHERING)

VERBS.declare(
    Verb("convened", _("called people together"), is_stewarding=True),
    Verb("chose_when", _("chose when a gathering is"), is_stewarding=True),
    Verb("said_yes", _("said they would come"), is_seen=False),
    Verb("attended", _("took part in a gathering")),
    Verb("hosted", _("held a gathering"), is_stewarding=True),
    Verb("took_in_calendar", _("took in a calendar of others"), is_seen=False, is_stewarding=True),
    Verb("left_calendar", _("took a calendar of others away"), is_seen=False, is_stewarding=True),
    Verb("called_off", _("called a gathering off"), is_seen=False),
    Verb("changed_gathering", _("changed when or where a gathering is"), is_seen=False),
)

MODULES.declare(
    Module(
        places.MODULE,
        _("Gatherings"),
        _("People called together, online or in a place: who comes, when by whose clock, and who was there."),
        _("whoever holds one says afterwards who was there"),
        30,
        addresses=("gatherings",),
        serves=(Orientation.MEETINGS, Orientation.RELATIONSHIPS),
    )
)
PAGES.declare(Page("gatherings", _("Gatherings"), 30, addresses=("gatherings",), module=places.MODULE))
DRAFT_PLACES.declare(DraftPlace(DRAFT, DRAFTED, "convening", _("A gathering without a name yet")))

publish("gatherings.margin", "viewpoint: beside the list")
publish("gathering.leaf", "viewpoint, gathering: below what to prepare for one gathering")
publish("gathering.by_link", "gathering, token: on the page that the link of a letter opens")
publish("gathering.margin", "viewpoint, gathering: beside one gathering")
register("conversations.margin", query=places.next_beside, template="gatherings/elsewhere/beside.html", order=40)
register("conversation.head", query=places.of_conversation, template="gatherings/elsewhere/conversation.html", order=40)
register("reaching.leaf", query=places.reminders, template="gatherings/elsewhere/reminders.html", order=40)

INBOX.declare(*in_module("gatherings", *inbox_lines.LINES))
DIGEST_SECTIONS.declare(*digests.SECTIONS)

FINDABLE.declare(
    Findable("gathering", _("gatherings"), _("gathering"), indexing.to_be_found, indexing.entries_of, order=20)
)
SHAPES.declare(shapes.GATHERING)

DUE.declare(
    Due("read calendars of others", read_outside_calendars, timedelta(minutes=5), timedelta(minutes=15), order=74),
    Due("tell what changed", changes.tell_changes, timedelta(minutes=1), timedelta(minutes=10), order=34),
    Due("remind of gatherings", remind, timedelta(minutes=1), timedelta(minutes=10), order=35),
    Due("remind of polls", remind_of_polls, timedelta(minutes=10), timedelta(minutes=10), order=35),
    Due("free seats of who left", free_seats_of_who_left, timedelta(minutes=10), timedelta(minutes=10), order=36),
    Due("make dates of series", make_dates_of_all, timedelta(days=1), timedelta(minutes=30), order=72),
    Due("tell moments of gatherings anew", tell_moments_anew, timedelta(hours=6), timedelta(minutes=10), order=70),
)
LAST_LOOKS.declare(telling.LAST_LOOK, changes.LAST_LOOK)

BEFORE_MERGE.register(on_merge.keep_still)
ON_MERGE.register(on_merge.index_after)
BEFORE_PART.register(on_merge.keep_still)
ON_PART.register(on_merge.index_after)
MINE.declare(*mine.LISTS)
CONSENTS.declare(*consents.CONSENTS)
OWNED.declare(*owned.LISTS)
ON_ERASE.register(on_erase.take_leave)
