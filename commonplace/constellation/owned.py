"""What a community owns of the constellation: nothing; it is between it and others of this house."""

from commonplace.communities.owned import stays
from commonplace.constellation.models import Crossing, Going, HostEye, Relation, Told, Voice

LISTS = (
    *stays("is told to the host of this house, and another hosts it there", Told),
    *stays("names another community of this house", Relation),
    *stays("leads to another community of this house, and was asked of people here", Crossing, Going, Voice),
    *stays("who looks for the host of this house", HostEye),
)
