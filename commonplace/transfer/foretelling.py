"""What would come if a place moved in: read and decided as for the move, and nothing of it kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.lib.archives.stream import Dates, Doubt, InDoubt, Reader
from commonplace.transfer.accounts import Account
from commonplace.transfer.actions.moving_in import kind_of
from commonplace.transfer.actions.peopling import find_people, name_authors, needed
from commonplace.transfer.actions.placing import Target, Wish, targets
from commonplace.transfer.models import Import
from commonplace.transfer.recognising import leave_out, recognise
from commonplace.transfer.stream_spool import StreamSpool, as_moment, fill
from commonplace.transfer.talks import decide_talks


@dataclass(frozen=True, slots=True)
class Foretold:
    """One place: where it would go, what of it is new, and between which moments it was said."""

    target: Target
    new: int
    conversations: int
    people: int
    first: datetime | None
    last: datetime | None

    @property
    def goes_to(self) -> str:
        """The address of a space that is there, or ""."""
        return self.target.space.slug if self.target.space else ""


@dataclass(frozen=True, slots=True)
class Foretelling:
    """A whole archive before it moves in; `account` tells what was read and what is passed over already."""

    title: str
    places: Sequence[Foretold]
    account: Account
    new: int
    changed: int
    people: int
    dates: Dates | None = None

    @property
    def conversations(self) -> int:
        """How many conversations would be opened or gone on with."""
        return sum(one.conversations for one in self.places)

    def as_json(self) -> dict[str, Any]:
        """As it is printed and kept: moments in ISO 8601."""
        return {
            "title": self.title,
            "new": self.new,
            "changed": self.changed,
            "people": self.people,
            "conversations": self.conversations,
            "account": self.account.as_json(),
            "doubts": [] if self.dates is None else [_as_json(self.dates)],
            "places": [
                {
                    "key": one.target.key,
                    "title": one.target.title,
                    "messages": one.target.messages,
                    "new": one.new,
                    "conversations": one.conversations,
                    "people": one.people,
                    "first": one.first.isoformat() if one.first else None,
                    "last": one.last.isoformat() if one.last else None,
                    "closed": one.target.is_closed,
                    "left_out": one.target.is_left_out,
                    "space": one.goes_to,
                }
                for one in self.places
            ],
        }


def foretell(
    *,
    reader: Reader,
    community: Community,
    wish: Wish | None = None,
    source: str = "",
    watch: Callable[[int], None] = lambda read: None,
    now: datetime | None = None,
) -> Foretelling:
    """Read an archive and say what would come of it. Raises NoSuchSpace, NoSuchPlace, and what the reader raises."""
    kind = kind_of(reader, source)
    with StreamSpool() as spool:
        account = Account()
        fill(spool, reader.records(), account, now=now or timezone.now(), with_files=False, watch=watch)
        found = targets(spool, community, kind, wish or Wish())
        name_authors(spool)
        decide_talks(spool)
        leave_out(spool, account, [one.key for one in found if one.is_left_out])
        recognise(spool, community, kind, account)
        find_people(spool, Import(community=community, kind=kind))
        told = {
            place: (new, talks, people, first, last)
            for place, new, talks, people, first, last in spool.ask(
                "SELECT place, sum(state = 'new'), count(DISTINCT CASE WHEN state = 'new' THEN talk END),"
                " count(DISTINCT author), min(at), max(at) FROM message WHERE state <> 'left' GROUP BY place"
            )
        }
        places = []
        for one in found:
            new, talks, people, first, last = told.get(one.key, (0, 0, 0, None, None))
            places.append(Foretold(one, new, talks, people, _moment(first), _moment(last)))
        changed = spool.number("SELECT count(*) FROM message WHERE state = 'changed'")
        dates = reader.dates if isinstance(reader, InDoubt) else None
        new = sum(one.new for one in places)
        return Foretelling(reader.title, places, account, new, changed, needed(spool), dates)


def _as_json(dates: Dates) -> dict[str, Any]:
    """What is open, one date as it stands, and which day that is in either order."""
    readings = {order: day.isoformat() for order, day in dates.readings.items()}
    return {"doubt": Doubt.DAY_OR_MONTH, "order": dates.order, "example": dates.example, "readings": readings}


def _moment(ticks: int | None) -> datetime | None:
    return None if ticks is None else as_moment(ticks)
