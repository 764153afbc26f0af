"""What a community owns in the room of knowledge."""

from commonplace.communities.owned import Owned
from commonplace.knowledge.models import AskedIn, Limit, LookedFor, Pointing, SetAside, Unasked

LISTS = (
    Owned("pointings", Pointing, "topic__community"),
    Owned("limits_of_being_asked", Limit, "community"),
    Owned("not_asked_about_knowing", Unasked, "community"),
    Owned("gaps_set_aside", SetAside, "topic__community"),
    Owned("asked_in", AskedIn, "conversation__community"),
    Owned("looked_for_at_gatherings", LookedFor, "gathering__community"),
)
