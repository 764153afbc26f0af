"""What is a person's at the JSON door."""

from commonplace.api.models import Token
from commonplace.people.mine import Erasing, Mine

LISTS = (Mine("tokens", Token, "person", Erasing.GOES, ("name", "made_at"), order=260),)
