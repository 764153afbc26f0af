"""What a community owns of how it drew itself: what is told of it, and nobody's own drawing."""

from commonplace.communities.owned import Owned, stays
from commonplace.orientations.models import Leaning, Profile, Spread

LISTS = (
    Owned("orientation_profiles", Profile, "community", rows=lambda found: found.exclude(closed_at=None)),
    Owned("orientation_spreads", Spread, "profile__community"),
    *stays("is for whoever drew it alone, and goes along with what is theirs", Leaning),
)
