"""Going to a day of a long conversation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.conversations.queries.span import first_since


@dataclass(frozen=True)
class Wished:
    """A day to which a reader would like to go, as they typed it, and the post with which it or what follows begins.

    No `day` where it is none of the calendar, no `number` where nothing was written since.
    """

    said: str
    day: date | None
    number: int | None = None


def wished(query: QueryDict, conversation: Conversation, viewpoint: Viewpoint) -> Wished | None:
    """What the address says of a day, None where it says nothing."""
    typed = query.get("on")
    if typed is None:
        return None
    said = typed.strip()
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return Wished(said[:40], None)
    return Wished(said, day, first_since(day, conversation, viewpoint.person))
