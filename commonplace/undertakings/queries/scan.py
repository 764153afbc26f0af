"""All that the pages of a systematic scan show to one viewer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, QuerySet

from commonplace.communities import access
from commonplace.communities.viewpoint import Byline, Viewpoint, beyond_byline
from commonplace.conversations.queries.topics import topics_known
from commonplace.people.models import Person
from commonplace.ui.addresses import address
from commonplace.undertakings.models import (
    Scan,
    ScanEntry,
    ScanNote,
    ScanSource,
    ScanTurn,
    SourceOffer,
    Undertaking,
)
from commonplace.undertakings.models.scan import KEPT_FOR

MOST = 200


@dataclass(frozen=True)
class Watched:
    """A source as a page shows it, and its scout, if somebody who reads the scan looks at it."""

    source: ScanSource
    scout: Byline | None
    is_own: bool
    # Whom its scout has asked to take it over, and whether that is the viewer.
    offered_to: Byline | None = None
    is_offered: bool = False


@dataclass(frozen=True)
class Passed:
    """A note as a page shows it."""

    note: ScanNote
    byline: Byline
    may_take_back: bool


@dataclass(frozen=True)
class Turn:
    """A turn in a row of them: how many notes it has, and what was made of them."""

    turn: ScanTurn
    notes: int
    is_over: bool
    post: str  # where its notes are told


def sources_of(scan: Scan, undertaking: Undertaking, viewpoint: Viewpoint) -> Sequence[Watched]:
    """What is looked at, and by whom, those without a scout first; three queries."""
    person = viewpoint.person
    found = ScanSource.objects.kept().filter(scan=scan).select_related("scout")
    found = found.defer("listed", *beyond_byline("scout")).order_by("title", "pk")
    watching = [one.scout_id for one in found if one.scout_id is not None]
    reading = Person.objects.filter(access.is_here_and_reads(undertaking.space), pk__in=watching)
    here = set(reading.values_list("pk", flat=True)) if watching else set()
    offers = SourceOffer.objects.filter(source__scan=scan).select_related("to").defer(*beyond_byline("to"))
    offered = {one.source_id: one for one in offers} if viewpoint.is_member else {}
    rows = []
    for one in found:
        is_own = person is not None and one.scout_id == person.pk
        offer = offered.get(one.pk)
        is_offered = offer is not None and person is not None and offer.to_id == person.pk
        rows.append(
            Watched(
                source=one,
                scout=viewpoint.byline_for(one.scout) if one.scout_id in here else None,
                is_own=is_own,
                offered_to=viewpoint.byline_for(offer.to) if offer is not None and is_own else None,
                is_offered=is_offered,
            )
        )
    return sorted(rows, key=lambda row: row.scout is not None)


def notes_of(turns: QuerySet[ScanTurn] | ScanTurn) -> QuerySet[ScanNote]:
    """What was passed on in these, joined to what a row shows."""
    found = ScanNote.objects.filter(turn__in=[turns] if isinstance(turns, ScanTurn) else turns)
    return found.select_related("by", "topic", "source").defer("source__listed", *beyond_byline("by"))


def passed(found: Iterable[ScanNote], viewpoint: Viewpoint) -> Sequence[Passed]:
    """These as a page shows them; no query of its own."""
    person = viewpoint.person
    return [
        Passed(
            one,
            viewpoint.byline_for(one.by),
            viewpoint.is_member and (viewpoint.is_steward or (person is not None and one.by_id == person.pk)),
        )
        for one in found
    ]


def turns_of(scan: Scan) -> QuerySet[ScanTurn]:
    """Its turns, the last one first, joined to what was made of them."""
    found = ScanTurn.objects.filter(scan=scan).annotate(told=Count("notes")).select_related("post")
    return found.defer("post__source", "post__html").order_by("-number", "-pk")


def turn_rows(
    found: Iterable[ScanTurn], undertaking: Undertaking, viewpoint: Viewpoint, *, now: datetime
) -> Sequence[Turn]:
    """These as rows; no query of its own."""
    return [
        Turn(one, getattr(one, "told", 0), one.is_over(undertaking, now=now), told_at(one, viewpoint)) for one in found
    ]


def told_at(turn: ScanTurn, viewpoint: Viewpoint) -> str:
    """Where its notes are told, if they are; of a turn joined to its post no query."""
    if turn.post is None:
        return ""
    return f"{address('conversation', viewpoint.community.slug, turn.post.conversation_id)}#p{turn.post.number}"


def is_scout(scan: Scan, viewpoint: Viewpoint) -> bool:
    """Whether the viewer looks at one of its sources; one query, or none."""
    return viewpoint.is_member and ScanSource.objects.watched_by(viewpoint.person).filter(scan=scan).exists()


def entries_of(scan: Scan, person: Person, *, now: datetime, source: int | None = None) -> QuerySet[ScanEntry]:
    """What its feeds brought, for one of its scouts: the latest first, each with the note that was made of it."""
    found = ScanEntry.objects.seen_by_scout(person, scan).filter(came_at__gt=now - KEPT_FOR)
    found = found.filter(source=source) if source is not None else found
    return found.select_related("source", "note").defer("source__listed").order_by("-came_at", "-pk")


def feeds_of(scan: Scan) -> Sequence[ScanSource]:
    """Those sources that the house reads; one query."""
    found = ScanSource.objects.kept().filter(scan=scan).exclude(address="")
    return list(found.defer("listed").order_by("title", "pk"))


@dataclass(frozen=True)
class Counted:
    """A source or a topic under which things were seen, how many, and when for the last time."""

    pk: int
    title: str
    notes: int
    last: datetime | None = None


def seen_by_source(scan: Scan) -> Sequence[Counted]:
    """Every source that the scan looked at, with how much was passed on of it, also where it was nothing; one query."""
    found = ScanSource.objects.filter(scan=scan).annotate(n=Count("notes"), last=Max("notes__at"))
    rows = found.order_by("-n", "title", "pk").values_list("pk", "title", "n", "last")
    return [Counted(*row) for row in rows[:MOST]]


def seen_by_topic(scan: Scan) -> Sequence[Counted]:
    """The words under which things were passed on; one query."""
    found = ScanNote.objects.filter(turn__scan=scan, topic__isnull=False).order_by()
    counted = found.values("topic", "topic__name").annotate(n=Count("pk"), last=Max("at"))
    rows = counted.order_by("-n", "topic__name").values_list("topic", "topic__name", "n", "last")
    return [Counted(*row) for row in rows[:MOST]]


def topics_offered(viewpoint: Viewpoint) -> Sequence[str]:
    """Words of the community that the viewer may know of; one query. Others can be typed."""
    found = topics_known(viewpoint).order_by("name", "pk")
    return list(found.values_list("name", flat=True)[:MOST])


def own_first(scan: Scan, person: Person) -> Sequence[ScanSource]:
    """What is looked at, one's own sources first; one query."""
    found = ScanSource.objects.kept().filter(scan=scan).defer("listed").order_by("title", "pk")
    return sorted(found, key=lambda one: one.scout_id != person.pk)
