"""What the host sees of each community: what anyone may know, and what its stewards have it told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from commonplace.communities import access
from commonplace.communities.charter.queries import says
from commonplace.communities.charter.sections import HOST
from commonplace.communities.models import Community, Look, Looked
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.constellation.models import HostEye, Line, Told
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.sponsorship.models import Request
from commonplace.store.paging import Page, page
from commonplace.stories.models import Audience, Kind, Step, Worth

SIZE = 20
MOST_OF_EACH = 3
ON_RECORD = 40


@dataclass(frozen=True)
class Seen:
    """One community as the host sees it; what is not told is empty."""

    community: Community
    domain: str = ""
    stage: str = ""
    next_at: datetime | None = None
    readiness: str = ""
    successes: Sequence[tuple[str, str]] = ()  # what a story is called, and its last step that may be shown
    requests: Sequence[str] = ()
    is_known: bool = False  # whether anyone may know of it, and so open its page About

    @property
    def has_more(self) -> bool:
        """Whether anything is told that is not known of it anyway."""
        return bool(self.stage or self.next_at or self.readiness or self.successes or self.requests)


@dataclass(frozen=True)
class OnRecord:
    """A line that is told, or was, and by whose word."""

    told: Told
    byline: Byline
    ended_by: Byline | None


def looks_for_host(person: Person | None) -> bool:
    """Whether somebody sees the host's page: who operates the house, and whom an operator named."""
    return person is not None and (person.is_operator or HostEye.objects.filter(person=person).exists())


def under_the_host() -> QuerySet[Community]:
    """Communities that the host knows of: those that anyone may know of, and private ones whose stewards say so as long
    as their charter does.
    """
    exists = Told.objects.in_force().filter(community=OuterRef("pk"), line=Line.EXISTS)
    known = Community.objects.visible_to(None)
    return Community.objects.filter(Q(pk__in=known.values("pk")) | Q(Exists(exists), says(HOST)))


def may_be_known(community: Community) -> bool:
    """Whether the host may know that it exists: anyone may, or its charter says so."""
    return not community.is_private or Community.objects.filter(says(HOST), pk=community.pk).exists()


def seen_by_host(after: str | None, *, now: datetime, size: int = SIZE, strict: bool = False) -> Page[Seen]:
    """A page of them by their names, and each with what it has the host told; five queries.

    Raises NoToken where it is `strict` and `after` is none.
    """
    found = page(under_the_host(), by=("name", "pk"), after=after, size=size, strict=strict)
    keys = [one.pk for one in found.items]
    told: dict[int, dict[str, str]] = {}
    for community, line, words in (
        Told.objects.in_force().filter(community__in=keys).values_list("community", "line", "words")
    ):
        told.setdefault(community, {})[line] = words
    meeting = [pk for pk, lines in told.items() if Line.NEXT in lines]
    ahead = Gathering.objects.visible_inside().ahead(now).filter(community__in=meeting).order_by()
    days = dict(ahead.values("community").annotate(at=Min("starts_at")).values_list("community", "at"))
    successes = _successes([pk for pk, lines in told.items() if Line.SUCCESSES in lines])
    requested = _requests([pk for pk, lines in told.items() if Line.REQUESTS in lines])
    seen = [
        replace(
            _seen(one, told.get(one.pk, {}), days),
            successes=successes.get(one.pk, ()),
            requests=requested.get(one.pk, ()),
        )
        for one in found.items
    ]
    return Page(seen, newer=found.newer, older=found.older)


def _successes(communities: list[int]) -> dict[int, list[tuple[str, str]]]:
    """The latest steps in each that sponsors may read, where something good was told; one of each story."""
    free = Step.objects.released_to(Audience.SPONSOR).filter(story__community__in=communities, worth=Worth.POSITIVE)
    steps = (
        free.exclude(kind=Kind.HOPE)
        .order_by("-changed_at", "-pk")
        .values_list("story__community_id", "story_id", "story__title", "words")
    )
    found: dict[int, dict[int, tuple[str, str]]] = {}
    for community, story, title, words in steps[: MOST_OF_EACH * max(SIZE, len(communities)) * 2]:
        here = found.setdefault(community, {})
        if story not in here and len(here) < MOST_OF_EACH:
            here[story] = (title, words)
    return {community: list(stories.values()) for community, stories in found.items()}


def _requests(communities: list[int]) -> dict[int, list[str]]:
    """What waits in each for a sponsor's answer, the oldest first."""
    free = access.is_not_held(None, kind="request", author="by_id", community="community_id")
    waiting = Request.objects.waiting().filter(free, community__in=communities).order_by("at", "pk")
    found: dict[int, list[str]] = {}
    for community, title in waiting.values_list("community_id", "title")[
        : MOST_OF_EACH * max(SIZE, len(communities)) * 2
    ]:
        if len(here := found.setdefault(community, [])) < MOST_OF_EACH:
            here.append(title)
    return found


def _seen(community: Community, told: dict[str, str], days: dict[int, datetime]) -> Seen:
    is_known = not community.is_private
    return Seen(
        community,
        domain=community.domain if is_known or Line.DOMAIN in told else "",
        stage=str(community.get_stage_display()) if Line.STAGE in told else "",
        next_at=days.get(community.pk) if Line.NEXT in told else None,
        readiness=told.get(Line.READINESS, ""),
        is_known=is_known,
    )


def keep_looks_of_host(by: Person, seen: Sequence[Seen], *, now: datetime) -> None:
    """Keep for the members of each that the host looked at what it has the host told; once a day."""
    today = timezone.localdate(now)
    keys = [one.community.pk for one in seen]
    telling = set(Told.objects.in_force().filter(community__in=keys).values_list("community", flat=True))
    kept = Look.objects.filter(by=by, what=Looked.HOST, community__in=telling, person=None, on=today)
    missing = sorted(telling - set(kept.values_list("community", flat=True)))
    Look.objects.bulk_create(Look(what=Looked.HOST, by=by, community_id=pk, on=today) for pk in missing)


def eyes_seen_by(person: Person) -> list[tuple[HostEye, Byline]]:
    """Whom an operator named, by name, to operators; to anyone else themselves."""
    found = HostEye.objects.select_related("person").order_by("person__name", "pk")
    listed = found if person.is_operator else found.filter(person=person)
    nowhere = Viewpoint(person, Community(), None)
    return [(one, nowhere.byline_for(one.person)) for one in listed]


def standing_lines(community: Community) -> dict[str, Told]:
    """What is told as it stands, by line."""
    return {one.line: one for one in Told.objects.in_force().filter(community=community)}


def on_record(viewpoint: Viewpoint, after: str | None) -> Page[OnRecord]:
    """All that is told or was, the latest first."""
    rows = Told.objects.filter(community=viewpoint.community).select_related("by", "ended_by")
    found = page(rows, by=("-at", "-pk"), after=after, size=ON_RECORD)
    listed = [
        OnRecord(one, viewpoint.byline_for(one.by), viewpoint.byline_for(one.ended_by) if one.ended_at else None)
        for one in found.items
    ]
    return Page(listed, newer=found.newer, older=found.older)
