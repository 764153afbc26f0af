"""What the demo brings to the rooms below: whom one walks as, and an open door for strangers."""

from commonplace.communities.owned import OWNED
from commonplace.demo import mine, on_erase, owned, places
from commonplace.people.actions.erasing import MAY_ERASE
from commonplace.people.mine import MINE
from commonplace.ui.places import register

register("page.top", query=places.banner, template="demo/banner.html")
register("front_door.leaf", query=places.door, template="demo/door.html")

MINE.declare(*mine.LISTS)
OWNED.declare(*owned.LISTS)
MAY_ERASE.register(on_erase.keep)
