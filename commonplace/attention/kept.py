"""What someone keeps to read later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commonplace.attention.models import Kept
from commonplace.communities.content import CONTENT, describe
from commonplace.people.models import Person


@dataclass(frozen=True)
class KeptThing:
    """One thing kept: what it is called and where it stands today, with one's own note."""

    kind: str
    object_id: int
    title: str
    url: str
    note: str
    at: datetime


def kept_by(person: Person, *, most: int) -> Sequence[KeptThing]:
    """What someone keeps and may still see, the latest first; a query, and one for each kind of content in it."""
    rows = list(Kept.objects.filter(person=person).order_by("-at", "-pk")[:most])
    things = {
        kind: describe(kind, [one.object_id for one in rows if one.kind == kind], person)
        for kind in {one.kind for one in rows}
    }
    return [
        KeptThing(one.kind, one.object_id, thing.title, thing.url, one.note, one.at)
        for one in rows
        if (thing := things[one.kind].get(one.object_id)) is not None
    ]


def is_a_kind(kind: str) -> bool:
    """Whether things of this kind can be kept: all that can be pointed at."""
    content = CONTENT.get(kind)
    return content is not None and content.may_be_linked
