"""What stories brings to the rooms below."""

from commonplace.communities.owned import OWNED
from commonplace.people.actions.erasing import ON_ERASE
from commonplace.people.mine import MINE
from commonplace.stories import mine, on_erase, owned

MINE.declare(*mine.LISTS)
OWNED.declare(*owned.LISTS)
ON_ERASE.register(on_erase.take_leave)
