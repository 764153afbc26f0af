"""What a community owns of the constellation: nothing; it is between it and others of this house."""

from commonplace.communities.owned import stays
from commonplace.constellation.models import HostEye, Relation, Told

LISTS = (
    *stays("is told to the host of this house, and another hosts it there", Told),
    *stays("names another community of this house", Relation),
    *stays("who looks for the host of this house", HostEye),
)
