"""What feeds bring to the rooms below: links in heads of pages, the way to one's addresses, and their end."""

from commonplace.communities.owned import OWNED
from commonplace.feeds import mine, owned, places
from commonplace.feeds.actions import revoke_all
from commonplace.people.mine import MINE
from commonplace.people.proof import ON_FIRST_PROVEN
from commonplace.ui.places import register

register("conversations.feeds", query=places.links, template="feeds/links.html")
register("conversations.margin", query=places.beside, template="feeds/beside_list.html", order=90)
register("reaching.leaf", query=places.of_mine, template="feeds/of_mine.html", order=60)
register("gatherings.margin", query=places.beside_gatherings, template="feeds/beside_gatherings.html", order=60)
register("gathering.margin", query=places.beside_gatherings, template="feeds/beside_gatherings.html", order=60)

ON_FIRST_PROVEN.register(revoke_all)

MINE.declare(*mine.LISTS)
OWNED.declare(*owned.LISTS)
