"""Why nothing of archives goes along when a community moves to another house: what they brought does."""

from commonplace.communities.owned import stays
from commonplace.transfer.models import (
    Anchor,
    CalendarRun,
    ChatNotice,
    ClosedChat,
    Enclosed,
    HandedIn,
    Handle,
    Import,
    Known,
    Letter,
    Likeness,
    Listed,
    Merged,
    PeopleList,
    SetAside,
    Unreadable,
)

LISTS = (
    *stays(
        "how this house took an archive in, by addresses that are shown to nobody", Import, HandedIn, Merged, Handle
    ),
    *stays("where a letter lay in an archive", Letter, Known, Anchor, Unreadable, CalendarRun),
    *stays("what waits for a steward of this house", SetAside, Enclosed, Likeness),
    *stays("people who were never asked, on a list that this house forgets", PeopleList, Listed),
    *stays("people who have to be heard first, by this house", ClosedChat, ChatNotice),
)
