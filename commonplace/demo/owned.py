"""Why nothing of this room goes along when a community moves to another house."""

from commonplace.communities.owned import stays
from commonplace.demo.models import Sowing

LISTS = stays("how far the demo came", Sowing)
