"""What is a person's in attention: marks that serve them alone."""

from commonplace.attention.models import (
    Budget,
    ChosenCadence,
    Follow,
    Kept,
    LessOf,
    NoLetters,
    PostToSend,
    PushDevice,
    Question,
    ReadMark,
    SearchFollow,
    SearchNotice,
    SubjectFollow,
    TimeTaken,
    Visit,
)
from commonplace.people.mine import Erasing, Mine

_ABOUT = ("conversation__community__slug", "conversation_id")
_CADENCE = ("community__slug", "cadence", "quiet_until", "since")
_SUBJECT = ("community__slug", "topic_id", "space_id", "whom_id", "since")
_SEARCH = ("text", "community__slug", "kind", "topic", "writer", "state", "whom_id", "since")
LISTS = (
    Mine("follows", Follow, "person", Erasing.GOES, (*_ABOUT, "since"), order=240),
    Mine("read_so_far", ReadMark, "person", Erasing.GOES, (*_ABOUT, "number", "came_on"), order=250),
    Mine(
        "cadences",
        ChosenCadence,
        "person",
        Erasing.GOES,
        ("community__slug", "cadence", "quiet_until", "since"),
        order=253,
    ),
    Mine("wants_no_letters", NoLetters, "person", Erasing.GOES, ("since",), order=255),
    Mine("follows_of_subjects", SubjectFollow, "person", Erasing.GOES, _SUBJECT, order=256),
    Mine("followed_by", SubjectFollow, "whom", Erasing.GOES, why="theirs, who follow; nobody is told"),
    Mine("followed_searches", SearchFollow, "person", Erasing.GOES, _SEARCH, order=256),
    Mine("searched_by", SearchFollow, "whom", Erasing.GOES, why="theirs, who search; nobody is told"),
    Mine("found_by_searches", SearchNotice, "person", Erasing.GOES, why="the searches say more"),
    Mine("less_of", LessOf, "person", Erasing.GOES, ("topic_id", "since"), order=257),
    Mine("kept_for_later", Kept, "person", Erasing.GOES, ("kind", "object_id", "note", "at"), order=258),
    Mine("time_to_give", Budget, "person", Erasing.GOES, ("minutes", "beyond", "since"), order=259),
    Mine("questions_put", Question, "person", Erasing.GOES, ("code", "about", "asked_at", "again_at"), order=260),
    Mine("posts_to_send", PostToSend, "person", Erasing.GOES, why="letters on their way"),
    Mine("time_taken", TimeTaken, "person", Erasing.GOES, ("characters", "at"), order=259),
    Mine("devices", PushDevice, "person", Erasing.GOES, ("name", "since", "told_at"), order=261),
    Mine("visits", Visit, "person", Erasing.GOES, why="the reading marks say more"),
)
