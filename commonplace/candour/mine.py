"""What is a person's in candour: that they drew, and in which month."""

from commonplace.candour.models import Draw
from commonplace.people.mine import Erasing, Mine

LISTS = (Mine("months_of_candour", Draw, "person", Erasing.GOES, ("key__community__slug", "key__month"), order=276),)
