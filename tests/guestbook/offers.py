"""All that the guestbook brings: nothing else in the house names it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from pydantic import BaseModel

from commonplace.communities.content import CONTENT, Content, Thing
from commonplace.communities.inbox import INBOX, Line, Need, Seen, row
from commonplace.communities.ledger import VERBS, Verb
from commonplace.communities.modules import MODULES, Module
from commonplace.communities.navigation import PAGES, For, Page
from commonplace.communities.shapes import SHAPES, Byline, Shape, byline
from commonplace.communities.tendings import TENDINGS, Bed, Gardener, Tending
from commonplace.communities.viewpoint import Viewpoint
from commonplace.people.mine import MINE, Erasing, Mine
from commonplace.people.models import Person
from commonplace.search.findable import FINDABLE, Findable
from commonplace.search.index import Entry
from commonplace.store.due import DUE, Due
from tests.guestbook.models import GuestbookLine

KEPT_FOR = timedelta(days=365)


def describe(ids: Collection[int], viewer: Person | None) -> Mapping[int, Thing]:
    found = GuestbookLine.objects.visible_to(viewer).filter(pk__in=ids).select_related("community")
    return {
        one.pk: Thing(one.text, reverse("guestbook", args=[one.community.slug]), one.author_id, one.community_id)
        for one in found
    }


def unthanked(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    lines = GuestbookLine.objects.filter(community__in=communities, was_thanked=False).exclude(author=person)
    return row(
        lines,
        "guestbook",
        community_id=F("community_id"),
        about_id=F("pk"),
        content_id=F("pk"),
        who="author",
        happened_at=F("at"),
        words=F("text"),
    )


def say(seen: Seen) -> Need:
    return seen.need("%(name)s left a line.", "“%(words)s”", "Thank them", seen.url("guestbook"))


def entries() -> Iterator[Entry]:
    for one in GuestbookLine.objects.all():
        yield Entry(
            "guestbook_line",
            one.pk,
            one.at,
            one.community_id,
            one.space_id,
            one.author_id,
            title=one.text,
            is_opening=True,
        )


def forget_old(*, now: datetime) -> None:
    GuestbookLine.objects.filter(at__lt=now - KEPT_FOR).delete()


def read_it_out(bed: Bed) -> list[Tending]:
    lines = GuestbookLine.objects.visible_to(bed.viewpoint.person).filter(community=bed.community)
    where = reverse("guestbook", args=[bed.community.slug])
    return [
        Tending("guestbook", f"line:{one.pk}", "Read it out", one.text, "It is kind.", "Go", where) for one in lines
    ]


class LineShape(BaseModel):
    id: int
    text: str
    author: Byline
    at: datetime


def lines_of(viewpoint: Viewpoint) -> QuerySet[GuestbookLine]:
    lines = GuestbookLine.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    return lines.select_related("author")


def tell(line: GuestbookLine, viewpoint: Viewpoint) -> LineShape:
    return LineShape(id=line.pk, text=line.text, author=byline(viewpoint.byline_for(line.author)), at=line.at)


VERBS.declare(Verb("signed_guestbook", "left a line in the guestbook"))
CONTENT.declare(Content("guestbook_line", "a line", GuestbookLine.objects.visible_to, describe, may_be_held=True))
INBOX.declare(Line("guestbook", 60, unthanked, say, content="guestbook_line", is_for_stewards=True))
PAGES.declare(Page("guestbook", "Guestbook", 65, For.VISITORS, ("guestbook",), module="guestbook"))
MODULES.declare(Module("guestbook", "Guestbook", "Lines that visitors leave.", "nothing", 50, ("guestbook",)))
FINDABLE.declare(Findable("guestbook_line", "guestbook lines", "guestbook line", GuestbookLine.objects.all, entries))
DUE.declare(Due("forget old guestbook lines", forget_old, timedelta(days=1), timedelta(minutes=5)))
TENDINGS.declare(Gardener("guestbook", "Read a line out", read_it_out))
SHAPES.declare(Shape("guestbook_line", "guestbook", "Lines of the guestbook", LineShape, lines_of, ("-id",), tell))
MINE.declare(Mine("guestbook_lines", GuestbookLine, "author", Erasing.NAMELESS, ("community__slug", "text", "at")))
