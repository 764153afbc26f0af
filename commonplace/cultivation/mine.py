"""What is a person's in cultivation."""

from commonplace.cultivation.models import NotNow
from commonplace.people.mine import Erasing, Mine

LISTS = (Mine("not_now", NotNow, "by", Erasing.NAMELESS, why="put aside for the community, not for oneself"),)
