"""The places that the pages of a day offer to the rooms above."""

from django.utils.translation import gettext_lazy as _

from commonplace.communities.inbox import INBOX
from commonplace.communities.navigation import HOUSE_PAGES, PAGES, HousePage, Page
from commonplace.ui.places import publish, register
from commonplace.web import inbox_lines, places

publish("today.needs", "viewpoint: more that needs the reader, as items of a list")
publish("today.leaf", "viewpoint: between what is new and the rhythm")
publish("today.margin", "viewpoint: beside today")
publish("reaching.leaf", "person: the reader, below how often they hear from each community")
publish("front_door.leaf", "nothing: below the communities, for whoever is not signed in")

register("person.margin", query=places.taking_out, template="web/me/taking_out.html", order=90)

INBOX.declare(*inbox_lines.LINES)

PAGES.declare(Page("community", _("Today"), 10, addresses=("",)))
HOUSE_PAGES.declare(
    HousePage("home", _("Today"), 20, ("",)),
    HousePage("communities", _("Communities"), 40, ("communities", "found")),
    HousePage("me", _("You"), 90, ("me", "account", "farewell"), is_offered=False),
)
