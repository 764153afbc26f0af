"""What an import decided and how far it came; what it merged, set aside and could not read."""

from commonplace.transfer.models.calendars import CalendarRun
from commonplace.transfer.models.closed import NOTICE, ChatNotice, ClosedChat
from commonplace.transfer.models.known import Known
from commonplace.transfer.models.letter import Anchor, Enclosed, Handle, Letter, SetAside
from commonplace.transfer.models.likeness import Likeness, LikenessQuerySet
from commonplace.transfer.models.people import KEPT, KEPT_INVITED, Listed, ListedQuerySet, PeopleList, Stand
from commonplace.transfer.models.run import MBOX, HandedIn, Import, Merged, Unreadable

__all__ = [
    "KEPT",
    "KEPT_INVITED",
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
    "Listed",
    "ListedQuerySet",
    "Merged",
    "PeopleList",
    "SetAside",
    "Stand",
    "Unreadable",
]
