"""What a community owns of its launch; what people said before they were members stays in this house."""

from commonplace.communities.owned import Owned, stays
from commonplace.launch.models import Interview, Issue, Launch, Obstacle, Start, Step, Term, Voice

LISTS = (
    Owned("launches", Launch, "community"),
    Owned("launch_starts", Start, "launch__community"),
    Owned("launch_steps", Step, "launch__community"),
    Owned("launch_obstacles", Obstacle, "launch__community"),
    Owned("launch_terms", Term, "launch__community"),
    Owned("launch_issues", Issue, "launch__community"),
    *stays("said to a few people in this house, where its link erases it", Interview, Voice),
)
