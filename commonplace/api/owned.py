"""Why nothing of this room goes along when a community moves to another house."""

from commonplace.api.models import Token
from commonplace.communities.owned import stays

LISTS = stays("opens a door of this house", Token)
