"""What a community owns of the parts that its members carried."""

from commonplace.communities.owned import Owned
from commonplace.leadership.models import Part, Report

LISTS = (
    Owned("parts", Part, "community"),
    Owned("reports", Report, "gathering__community"),
)
