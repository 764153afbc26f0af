"""Why nothing of this room goes along when a community moves to another house."""

from commonplace.communities.owned import stays
from commonplace.search.models import Meaning, Progress, SearchEntry, Version

LISTS = stays("found anew", SearchEntry, Meaning, Version, Progress)
