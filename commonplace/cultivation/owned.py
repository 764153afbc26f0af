"""What a community owns of its cultivation."""

from commonplace.communities.owned import Owned, stays
from commonplace.cultivation.models import Beat, NotNow

LISTS = (
    Owned("not_now", NotNow, "community"),
    *stays("counted anew from the deeds", Beat),
)
