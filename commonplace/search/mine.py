"""What search keeps of a person."""

from commonplace.people.mine import Erasing, Mine
from commonplace.search.models import SearchEntry

LISTS = (Mine("entries", SearchEntry, "person", Erasing.NAMELESS, why="made from the posts and the profile"),)
