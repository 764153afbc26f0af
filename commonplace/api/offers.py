"""What the API brings to the rooms below: the way to one's tokens."""

from commonplace.api import mine, owned, places
from commonplace.api.actions import revoke_all
from commonplace.communities.owned import OWNED
from commonplace.people.mine import MINE
from commonplace.people.proof import ON_FIRST_PROVEN
from commonplace.ui.places import register

register("me.margin", query=places.tokens, template="api/beside_me.html", order=90)

ON_FIRST_PROVEN.register(revoke_all)

MINE.declare(*mine.LISTS)
OWNED.declare(*owned.LISTS)
