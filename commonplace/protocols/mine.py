"""What is a person's in protocols: those that they made the community's own, and what they chose for gatherings."""

from commonplace.people.mine import Erasing, Mine
from commonplace.protocols.models import Adaptation, Plan

LISTS = (
    Mine(
        "protocols_made",
        Adaptation,
        "by",
        Erasing.NAMELESS,
        ("community__slug", "title", "line", "recipe", "came_from", "made_at", "changed_at", "withdrawn_at"),
        order=370,
    ),
    Mine("protocols_chosen", Plan, "by", Erasing.NAMELESS, why="told with the gathering that follows it"),
)
