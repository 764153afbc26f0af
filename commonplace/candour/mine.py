"""What is a person's in candour: that they drew, and in which month; and that, as a steward, they paused it."""

from commonplace.candour.models import CandourPause, Draw
from commonplace.people.mine import Erasing, Mine

LISTS = (
    Mine("months_of_candour", Draw, "person", Erasing.GOES, ("key__community__slug", "key__month"), order=276),
    Mine(
        "paused_candour",
        CandourPause,
        "by",
        Erasing.NAMELESS,
        ("community__slug", "why", "at", "lifted_at"),
        order=277,
    ),
)
