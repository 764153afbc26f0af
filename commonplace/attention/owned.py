"""Why nothing of this room goes along when a community moves to another house."""

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
from commonplace.communities.owned import stays

LISTS = stays(
    "each reader's own",
    ReadMark,
    Follow,
    ChosenCadence,
    SubjectFollow,
    SearchFollow,
    SearchNotice,
    LessOf,
    Kept,
    Budget,
    Question,
    PostToSend,
    TimeTaken,
    PushDevice,
    Visit,
    NoLetters,
)
