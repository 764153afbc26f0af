"""What is a person's in the room of knowledge: their word on being asked, and who was asked in."""

from commonplace.knowledge.models import AskedIn, Limit, LookedFor, Pointing, SetAside, Unasked
from commonplace.people.mine import Erasing, Mine

LISTS = (
    Mine(
        "pointed_to_for",
        Pointing,
        "person",
        Erasing.GOES,
        ("topic__community__slug", "topic__name", "is_welcome", "at"),
        order=380,
    ),
    Mine(
        "limits_of_being_asked",
        Limit,
        "person",
        Erasing.GOES,
        ("community__slug", "a_week", "paused_until"),
        order=381,
    ),
    Mine("asked_in", AskedIn, "person", Erasing.GOES, ("conversation_id", "at", "passed_at"), order=382),
    Mine("not_asked_about_knowing", Unasked, "person", Erasing.GOES, ("community__slug", "at"), order=384),
    Mine("asked_others_in", AskedIn, "by", Erasing.NAMELESS, ("conversation_id", "at"), order=383),
    Mine(
        "gaps_set_aside",
        SetAside,
        "by",
        Erasing.NAMELESS,
        why="put aside for the community, not for oneself",
        order=385,
    ),
    Mine(
        "looked_for_at_gatherings",
        LookedFor,
        "by",
        Erasing.NAMELESS,
        ("gathering_id", "topic__name", "number", "at"),
        order=386,
    ),
)
