"""What stands on the page of a day: what is new, who came, what one person thought worth everyone's attention."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest

from commonplace.attention.actions.reading import note_visit, since_when
from commonplace.attention.models import Visit
from commonplace.attention.queries import new_to
from commonplace.communities.models import Community, Greeting, Membership, Role
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.conversations.models import Amplification, Conversation, Settlement
from commonplace.cultivation import pictures
from commonplace.cultivation.keeping import beats_of
from commonplace.cultivation.rhythm import WEEKS, Week, monday_of
from commonplace.people.models import Affiliation, Person
from commonplace.ui.charts import Bar

NEW_SHOWN = 6
JUST_ARRIVED_FOR = timedelta(days=21)
ARRIVED_SHOWN = 4
SETTLED_SHOWN = 3
SETTLED_LATELY = timedelta(days=60)
WORTH_IT_FOR = timedelta(days=45)


def standings_with_visits(request: HttpRequest, person: Person) -> Sequence[Membership]:
    """The reader's standings with when they were last in each community; the page's navigation uses them too."""
    mine = Visit.objects.filter(person=person, community=OuterRef("community_id"))
    standings = list(
        Membership.objects.current()
        .filter(person=person)
        .select_related("community")
        .annotate(visited_at=Subquery(mine.values("at")), visited_before=Subquery(mine.values("before")))
        .order_by("community__name")
    )
    request.standings = standings  # type: ignore[attr-defined]
    return standings


def new_since(standing: Membership, *, now: datetime) -> datetime:
    """From when on things are new to the reader in the community of this standing (from `standings_with_visits`)."""
    return since_when(
        joined_at=standing.joined_at, visited_at=getattr(standing, "visited_at", None),
        before=getattr(standing, "visited_before", None), now=now,
    )  # fmt: skip


def remember_visit(person: Person, standing: Membership, *, now: datetime) -> None:
    """Remember, for the reader alone, that they were here."""
    note_visit(
        person=person, community=standing.community, since=new_since(standing, now=now),
        visited_at=getattr(standing, "visited_at", None), now=now,
    )  # fmt: skip


@dataclass(frozen=True)
class Fresh:
    """A conversation in which someone else has written what the reader has not been shown."""

    conversation: Conversation
    byline: Byline
    unread: int
    unread_from: int
    is_opening: bool


def fresh(
    person: Person, standings: Sequence[Membership], *, now: datetime, leaving_out: Collection[int] = ()
) -> list[Fresh]:
    """What is new in these communities since the reader was last there; one more than is shown where there is more."""
    if not standings:
        return []
    where = Q(pk__in=[])
    for standing in standings:
        where |= Q(community=standing.community_id, last_post_at__gt=new_since(standing, now=now))
    by_community = {standing.community_id: standing for standing in standings}
    return [
        Fresh(
            conversation=one,
            byline=Viewpoint(person, one.community, by_community[one.community_id]).byline_for(one.author),
            unread=one.unread,  # type: ignore[attr-defined]
            unread_from=one.unread_from,  # type: ignore[attr-defined]
            is_opening=one.unread_from == 1,  # type: ignore[attr-defined]
        )
        for one in new_to(person, where=where).exclude(pk__in=leaving_out)[: NEW_SHOWN + 1]
    ]


@dataclass(frozen=True)
class Arrived:
    """Someone who has just come in, with what they said they care about."""

    byline: Byline
    belongs_to: str
    cares_about: str
    follows_only: bool
    was_greeted_by_viewer: bool


@dataclass(frozen=True)
class Tending:
    """Someone who tends the community this season, and the role they hold until a day."""

    byline: Byline
    role: str
    until: date | None


def people_of(viewpoint: Viewpoint, *, now: datetime) -> tuple[list[Arrived], list[Tending]]:
    """Who has just come in, the newest first, and who tends the community; one query."""
    day = now.date()
    live = Role.objects.filter(Q(until__isnull=True) | Q(until__gte=day), membership=OuterRef("pk"), since__lte=day)
    mine = Greeting.objects.filter(membership=OuterRef("pk"), by=viewpoint.person)
    main = Affiliation.objects.filter(person=OuterRef("person_id"), is_main=True)
    is_new = Q(joined_at__gt=now - JUST_ARRIVED_FOR) if viewpoint.is_member else Q(pk__in=[])
    rows = (
        Membership.objects.current(now)
        .filter(is_new | Q(standing=Membership.Standing.STEWARD), community=viewpoint.community)
        .select_related("person")
        .annotate(
            role=Subquery(live.order_by("since").values("name")[:1]),
            role_until=Subquery(live.order_by("since").values("until")[:1]),
            organisation=Subquery(main.values("organisation")[:1]),
            is_greeted=Exists(mine),
        )
        .order_by("-joined_at", "pk")[:60]
    )
    arrived: list[Arrived] = []
    tending: list[Tending] = []
    one: Any  # a Membership with what was annotated
    for one in rows:
        byline = viewpoint.byline_for(one.person)
        if one.is_steward:
            tending.append(Tending(byline, one.role or "", one.role_until))
        elif (
            len(arrived) < ARRIVED_SHOWN
            and one.person_id != getattr(viewpoint.person, "pk", None)
            and one.person.is_claimed
        ):
            follows = one.pace == Membership.Pace.FOLLOW
            arrived.append(Arrived(byline, one.organisation or "", one.cares_about, follows, one.is_greeted))
    return arrived, list(reversed(tending))


@dataclass(frozen=True)
class Worth:
    """What one person thought worth everyone's attention, and why."""

    conversation: Conversation
    why: str
    chosen_by: Byline


@dataclass(frozen=True)
class Settled:
    """A conversation that was settled lately, and by whose answer."""

    conversation: Conversation
    answered_by: Byline
    at: datetime


def worth_and_settled(viewpoint: Viewpoint, *, now: datetime) -> tuple[Worth | None, list[Settled]]:
    """The latest word of 'worth everyone's attention', and what was settled lately; one query."""
    readable = Conversation.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    chosen = Amplification.objects.filter(
        conversation__community=viewpoint.community, conversation=OuterRef("pk"), at__gt=now - WORTH_IT_FOR
    ).order_by("-at", "-pk")
    rows = (
        readable.annotate(
            chosen_at=Subquery(chosen.values("at")[:1]),
            chosen_why=Subquery(chosen.values("why")[:1]),
            chosen_by=Subquery(chosen.values("by_id")[:1]),
            chosen_by_name=Subquery(chosen.values("by__name")[:1]),
            chosen_by_claimed=Subquery(chosen.values("by__claimed_at")[:1]),
        )
        .filter(Q(pk__in=_lately_chosen(viewpoint, now)) | Q(pk__in=_lately_settled(viewpoint, now)))
        .select_related("settlement__post__author", "space")
        .defer("settlement__post__source", "settlement__post__html")
    )
    found = list(rows)
    settled = [
        Settled(one, viewpoint.byline_for(one.settlement.post.author), one.settlement.at)
        for one in found
        if hasattr(one, "settlement") and one.settlement.at > now - SETTLED_LATELY
    ]
    settled.sort(key=lambda one: one.at, reverse=True)
    return _worth(viewpoint, found), settled[:SETTLED_SHOWN]


def _worth(viewpoint: Viewpoint, found: Sequence[Any]) -> Worth | None:
    chosen = [one for one in found if one.chosen_at is not None]
    if not chosen:
        return None
    one = max(chosen, key=lambda each: each.chosen_at)
    by = Person(pk=one.chosen_by, name=one.chosen_by_name, claimed_at=one.chosen_by_claimed)
    return Worth(one, one.chosen_why, viewpoint.byline_for(by))


# More than are shown, for some of them the reader may not be able to read.
SPARE = 12


def _lately_chosen(viewpoint: Viewpoint, now: datetime) -> QuerySet[Amplification, int]:
    rows = Amplification.objects.filter(conversation__community=viewpoint.community, at__gt=now - WORTH_IT_FOR)
    return rows.order_by("-at").values_list("conversation_id", flat=True)[:SPARE]


def _lately_settled(viewpoint: Viewpoint, now: datetime) -> QuerySet[Settlement, int]:
    rows = Settlement.objects.filter(conversation__community=viewpoint.community, at__gt=now - SETTLED_LATELY)
    return rows.order_by("-at").values_list("conversation_id", flat=True)[:SPARE]


def pulse(community: Community, *, now: datetime) -> list[Bar]:
    """Twelve weeks of conversations as bars, or none where nothing has been said in them; one query."""
    on = now.astimezone(UTC).date()
    beats = beats_of(community, on=on, weeks=WEEKS)
    monday = monday_of(on)
    weeks = [
        Week(day, beats.get(day, {})) for day in (monday - timedelta(weeks=back) for back in reversed(range(WEEKS)))
    ]
    return pictures.pulse(weeks) if any(week.conversations for week in weeks) else []


def lately(viewpoint: Viewpoint, *, most: int = NEW_SHOWN) -> list[Conversation]:
    """What anyone may read here, the latest first: for strangers, to whom nothing is new."""
    found = Conversation.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    return list(found.with_faces().order_by("-last_post_at", "-pk")[:most])
