"""What is a person's in cultivation."""

from commonplace.cultivation.models import (
    Drawable,
    NetworkDot,
    NetworkKnot,
    NotNow,
    SaidSign,
    Stood,
    Tended,
    WeekByMail,
)
from commonplace.people.mine import Erasing, Mine

LISTS = (
    Mine("not_now", NotNow, "by", Erasing.NAMELESS, why="put aside for the community, not for oneself"),
    Mine("drawn_in_networks", Drawable, "person", Erasing.GOES, ("community__slug", "at"), order=390),
    Mine("dots_in_networks", NetworkDot, "person", Erasing.GOES, why="where a dot stands in a picture says nothing"),
    Mine(
        "read_of_networks",
        NetworkKnot,
        "person",
        Erasing.GOES,
        ("network__community__slug", "network__monday", "kind", "parted", "between"),
        order=391,
    ),
    Mine(
        "tended",
        Tended,
        "by",
        Erasing.NAMELESS,
        ("community__slug", "code", "at", "ended_at", "came", "words", "said_at"),
        order=392,
    ),
    Mine("where_one_stood", Stood, "person", Erasing.GOES, ("community__slug", "monday", "place"), order=392),
    Mine("weeks_by_mail", WeekByMail, "person", Erasing.GOES, ("community__slug", "at"), order=393),
    Mine("shared_signs", SaidSign, "shared_by", Erasing.NAMELESS, why="said to the community, not about oneself"),
)
