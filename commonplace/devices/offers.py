"""What devices bring to the rooms below: the way to them, and their end."""

from commonplace.communities.owned import OWNED
from commonplace.devices import mine, owned, places
from commonplace.devices.actions import revoke_all
from commonplace.people.mine import MINE
from commonplace.people.proof import ON_FIRST_PROVEN
from commonplace.ui.places import register

register("reaching.leaf", query=places.of_mine, template="devices/of_mine.html", order=55)
register("gatherings.margin", query=places.beside_gatherings, template="devices/beside_gatherings.html", order=61)

ON_FIRST_PROVEN.register(revoke_all)

MINE.declare(*mine.LISTS)
OWNED.declare(*owned.LISTS)
