"""What is a person's in the demo."""

from commonplace.demo.models import Sowing
from commonplace.people.mine import Erasing, Mine

LISTS = (Mine("sown", Sowing, "person", Erasing.GOES, why="somebody of a story"),)
