"""What archives know of a person."""

from django.db.models import QuerySet

from commonplace.people.actions.erasing import addresses_of
from commonplace.people.mine import Erasing, Mine
from commonplace.people.models import Person
from commonplace.transfer.models import (
    ChatNotice,
    ClosedChat,
    Handle,
    Import,
    Likeness,
    Listed,
    PeopleList,
    SetAside,
)


def _listed(person: Person) -> QuerySet[Listed]:
    """Rows of lists that have an address of theirs."""
    return Listed.objects.filter(address__in=list(addresses_of(person)))


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
    Mine("lists_brought", PeopleList, "by", Erasing.NAMELESS, why="a list was brought for a community"),
    Mine(
        "listed",
        Listed,
        "invitation__taken_by",
        Erasing.WITH_ITS_WHOLE,
        ("people__community__name", "name", "organisation", "country", "craft", "people__made_at", "invited_at"),
        rows=_listed,
    ),
    Mine("brought_back", SetAside, "brought_by", Erasing.NAMELESS, why=_FOR_ALL),
)
