"""What is a person's in protocols: the forms that they chose for gatherings."""

from commonplace.people.mine import Erasing, Mine
from commonplace.protocols.models import Plan

LISTS = (Mine("protocols_chosen", Plan, "by", Erasing.NAMELESS, why="told with the gathering that follows it"),)
