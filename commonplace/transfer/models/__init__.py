"""What an import decided and how far it came; what it merged, set aside and could not read."""

from commonplace.transfer.models.calendars import CalendarRun
from commonplace.transfer.models.closed import NOTICE, ChatNotice, ClosedChat
from commonplace.transfer.models.known import Known
from commonplace.transfer.models.letter import Anchor, Enclosed, Handle, Letter, SetAside
from commonplace.transfer.models.likeness import Likeness, LikenessQuerySet
from commonplace.transfer.models.run import MBOX, HandedIn, Import, Merged, Unreadable

__all__ = [
    "MBOX",
    "NOTICE",
    "Anchor",
    "CalendarRun",
    "ChatNotice",
    "ClosedChat",
    "Enclosed",
    "HandedIn",
    "Handle",
    "Import",
    "Known",
    "Letter",
    "Likeness",
    "LikenessQuerySet",
    "Merged",
    "SetAside",
    "Unreadable",
]
