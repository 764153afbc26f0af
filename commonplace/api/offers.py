"""What the API brings to the rooms below: the way to one's tokens."""

from commonplace.api import places
from commonplace.ui.places import register

register("me.margin", query=places.tokens, template="api/beside_me.html", order=90)
