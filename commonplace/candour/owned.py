"""Why nothing of this room goes along when a community moves to another house."""

from commonplace.candour.models import CandourKey, Draw, SpentToken
from commonplace.communities.owned import stays

LISTS = stays("opens a door of this house for two months, and no longer", CandourKey, Draw, SpentToken)
