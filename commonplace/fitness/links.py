"""A link by which people answer who are not signed in: it says which round and which circle, and carries no person."""

from __future__ import annotations

from commonplace.communities.modules import is_on
from commonplace.fitness.instruments import Circle
from commonplace.fitness.models import Round
from commonplace.fitness.queries import MODULE
from commonplace.letters.signed_links import signed_link, token_of, told_by

SALT = "fitness.by_link"
# Those inside are asked one by one, so that each answers once.
BY_LINK = (Circle.HOST, Circle.OUTSIDE)


def link_of(opened: Round, circle: Circle) -> str:
    """The whole address of the sheet for this circle."""
    return signed_link("fitness_by_link", [opened.pk, str(circle)], salt=SALT)


def link_token(opened: Round, circle: Circle) -> str:
    """What stands in that address."""
    return token_of([opened.pk, str(circle)], salt=SALT)


def behind_link(token: str) -> tuple[Round, Circle] | None:
    """The round and circle of a link; None where it was not made here, or nobody asks there any more."""
    told = told_by(token, salt=SALT, parts=2)
    if told is None:
        return None
    opened = Round.objects.select_related("community").filter(pk=told[0]).first()
    circle = next((one for one in BY_LINK if one == told[1]), None)
    if opened is None or circle is None or circle not in opened.asked or not is_on(opened.community, MODULE):
        return None
    return opened, circle
