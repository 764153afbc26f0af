"""What is a person's in attention: marks that serve them alone."""

from commonplace.attention.models import ChosenCadence, Follow, NoLetters, ReadMark, Visit
from commonplace.people.mine import Erasing, Mine

_ABOUT = ("conversation__community__slug", "conversation_id")
_CADENCE = ("community__slug", "cadence", "quiet_until", "since")
LISTS = (
    Mine("follows", Follow, "person", Erasing.GOES, (*_ABOUT, "since"), order=240),
    Mine("read_so_far", ReadMark, "person", Erasing.GOES, (*_ABOUT, "number", "at"), order=250),
    Mine(
        "cadences",
        ChosenCadence,
        "person",
        Erasing.GOES,
        ("community__slug", "cadence", "quiet_until", "since"),
        order=253,
    ),
    Mine("wants_no_letters", NoLetters, "person", Erasing.GOES, ("since",), order=255),
    Mine("visits", Visit, "person", Erasing.GOES, why="the reading marks say more"),
)
