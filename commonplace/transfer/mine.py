"""What archives know of a person."""

from commonplace.people.mine import Erasing, Mine
from commonplace.transfer.models import ChatNotice, ClosedChat, Handle, Import, Likeness, SetAside

_FOR_ALL = "an archive moved in for a community"
_OF_NAMES = "what an archive's names have in common; told to stewards alone"
LISTS = (
    Mine("likenesses", Likeness, "one", Erasing.GOES, why=_OF_NAMES),
    Mine("likenesses_of_others", Likeness, "other", Erasing.GOES, why=_OF_NAMES),
    Mine("told_apart", Likeness, "apart_by", Erasing.NAMELESS, why=_OF_NAMES),
    Mine("handles", Handle, "person", Erasing.NAMELESS, why=_FOR_ALL),
    Mine("archives", Import, "by", Erasing.NAMELESS, why=_FOR_ALL),
    Mine("chats_told", ClosedChat, "told_by", Erasing.NAMELESS, why=_FOR_ALL),
    Mine("chats_opened", ClosedChat, "opened_by", Erasing.NAMELESS, why=_FOR_ALL),
    Mine("chat_notices", ChatNotice, "person", Erasing.GOES, ("chat__space__name", "at")),
    Mine("brought_back", SetAside, "brought_by", Erasing.NAMELESS, why=_FOR_ALL),
)
