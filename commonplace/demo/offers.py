"""What the demo brings to the rooms below: whom one walks as, and an open door for strangers."""

from commonplace.demo import mine, places
from commonplace.people.mine import MINE
from commonplace.ui.places import register

register("page.top", query=places.banner, template="demo/banner.html")
register("front_door.leaf", query=places.door, template="demo/door.html")

MINE.declare(*mine.LISTS)
