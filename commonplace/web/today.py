"""What stands on the page of a day: what is new, who came, what one person thought worth everyone's attention."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.attention.actions.reading import note_visit, since_when
from commonplace.attention.models import Visit
from commonplace.attention.queries import new_to
from commonplace.communities.models import Community, Greeting, Membership, Role
from commonplace.communities.modules import is_on
from commonplace.communities.people.queries import live_on
from commonplace.communities.standing import OPENING, Standing
from commonplace.communities.viewer_standings import viewer_standings
from commonplace.communities.viewpoint import Byline, Viewpoint, beyond_byline, byline_outside
from commonplace.conversations.bylines import byline_of
from commonplace.conversations.models import Conversation
from commonplace.conversations.queries.lists import Row, place_of
from commonplace.cultivation import pictures
from commonplace.cultivation.beats import beats_of
from commonplace.cultivation.rhythm import WEEKS, Week
from commonplace.gatherings.places import MODULE as GATHERINGS
from commonplace.gatherings.queries.next_one import NextOne, next_in, read_next
from commonplace.lib.direction import isolated
from commonplace.lib.weeks import monday_of
from commonplace.people.models import Affiliation, Person
from commonplace.store.prepared import prepared
from commonplace.ui import words
from commonplace.ui.addresses import address
from commonplace.ui.charts import Bar

NEW_SHOWN = 6
WAITING_SHOWN = 4
LOOKED_INTO = 200
SPARE = 9  # as many as may wait for an answer or need the reader elsewhere on the page
JUST_ARRIVED_FOR = timedelta(days=21)
ARRIVED_SHOWN = 4
# For so long everything is worth a first look, not only what was written since.
FIRST_DAYS = timedelta(days=7)
EVER = datetime(1970, 1, 1, tzinfo=UTC)


def standings_with_visits(request: HttpRequest, person: Person, *, now: datetime) -> Sequence[Membership]:
    """The reader's standings with when they were last in each community, and its next gathering; the page's navigation
    uses them too.
    """
    request.standings = _standings(person=person, now=now)  # type: ignore[attr-defined]
    return viewer_standings(request)


@prepared
def _standings(*, person: Person, now: datetime) -> QuerySet[Membership]:
    mine = Visit.objects.filter(person=person, community=OuterRef("community_id"))
    return (
        Membership.objects.current_or_sponsoring()
        .filter(person=person)
        .select_related("community")
        .annotate(came_on=Subquery(mine.values("came_on")), before_on=Subquery(mine.values("before_on")))
        .annotate(next_gathering=next_in(OuterRef("community_id"), person, now=now))
        .order_by("community__name")
    )


@dataclass(frozen=True)
class Ahead:
    """The next gathering, and in which community it is."""

    one: NextOne
    community: Community


def next_gathering(standings: Sequence[Membership], *, now: datetime) -> Ahead | None:
    """The next gathering in any of these communities (from `standings_with_visits`); the first of two at one time."""
    found = [
        Ahead(one, standing.community)
        for standing in standings
        if is_on(standing.community, GATHERINGS)
        and (one := read_next(getattr(standing, "next_gathering", None), standing.community.slug, now=now))
    ]
    return min(found, key=lambda ahead: (ahead.one.starts_at, ahead.community.name), default=None)


def new_since(standing: Membership, *, now: datetime) -> datetime:
    """From when on things are new to the reader in the community of this standing (from `standings_with_visits`)."""
    return since_when(
        joined_at=standing.joined_at,
        came_on=getattr(standing, "came_on", None),
        before_on=getattr(standing, "before_on", None),
        now=now,
    )


def lately_seen(standings: Sequence[Membership]) -> Sequence[Membership]:
    """Those where the reader was last, or came in last, by name as before: no database asks of any number at once."""
    if len(standings) <= LOOKED_INTO:
        return standings
    latest = sorted(standings, key=lambda one: getattr(one, "came_on", None) or one.joined_at.date(), reverse=True)
    chosen = {one.pk for one in latest[:LOOKED_INTO]}
    return [one for one in standings if one.pk in chosen]


def in_first_days(standing: Membership, *, now: datetime) -> bool:
    """Whether someone came in within the last days."""
    return standing.joined_at > now - FIRST_DAYS


def remember_visit(person: Person, standing: Membership, *, now: datetime) -> None:
    """Remember, for the reader alone, that they were here."""
    note_visit(
        person=person,
        community=standing.community,
        since=new_since(standing, now=now),
        came_on=getattr(standing, "came_on", None),
        now=now,
    )


def fresh(
    person: Person, standings: Sequence[Membership], *, now: datetime, leaving_out: Collection[int] = ()
) -> list[Row]:
    """What others have written in these communities that the reader has not been shown, since they were last there; one
    more than is shown where there is more. In someone's first days, what was written before they came too.
    """
    if not standings:
        return []
    by_community = {standing.community_id: standing for standing in standings}
    found = _fresh(
        person=person,
        communities=list(by_community),
        spare=bool(leaving_out),
        since=[EVER if in_first_days(one, now=now) else new_since(one, now=now) for one in standings],
    )
    rows = []
    for one in found:
        if one.pk not in leaving_out:
            standing = by_community[one.community_id]
            one.community = standing.community
            byline = byline_of(one, Viewpoint(person, one.community, standing))
            rows.append(_new(one, byline, is_among_many=len(standings) > 1))
    return rows[: NEW_SHOWN + 1]


def _new(conversation: Any, byline: Byline, *, is_among_many: bool) -> Row:
    """A conversation (from `new_to`) as a row: an opening that nobody answered yet, or how much of it is new."""
    opening = conversation.unread_from == 1
    where = address("conversation", conversation.community.slug, conversation.pk)
    who, said = byline.name, ngettext("%(n)s new", "%(n)s new", conversation.unread)
    if opening and conversation.unread == 1:
        who, said = _("%(name)s opened it") % {"name": isolated(byline.name)}, ""
    return Row(
        kind=conversation.kind_words,
        title=conversation.title,
        url=where if opening else f"{where}?from={conversation.unread_from}#p{conversation.unread_from}",
        who=who,
        at=conversation.last_post_at,
        said=(said % {"n": words.count(conversation.unread)},) if said else (),
        place=conversation.community.name if is_among_many else place_of(conversation),
    )


@prepared
def _fresh(*, person: Person, communities: list[int], since: list[datetime], spare: bool) -> QuerySet[Conversation]:
    where = Q()
    for community, moment in zip(communities, since, strict=True):
        where |= Q(community=community, last_post_at__gt=moment)
    return new_to(person, where=where)[: NEW_SHOWN + 1 + (SPARE if spare else 0)]


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
    """Who has just come in, the newest first, and who tends the community; to those outside, who agreed to be named.

    One query.
    """
    newer = now - JUST_ARRIVED_FOR if viewpoint.is_member else None
    by = viewpoint.person if viewpoint.is_member else None
    rows = _people(community=viewpoint.community, by=by, newer=newer, today=timezone.localdate(now))
    arrived: list[Arrived] = []
    tending: list[Tending] = []
    one: Any  # a Membership with what was annotated
    for one in rows:
        if not viewpoint.is_member and not one.named_as:
            continue
        byline = viewpoint.byline_for(one.person) if viewpoint.is_member else byline_outside(one)
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


@prepared
def _people(*, community: Community, by: Person | None, newer: datetime | None, today: date) -> QuerySet[Membership]:
    # Of the roles held today the one that ends last.
    held = Role.objects.filter(live_on(today), membership=OuterRef("pk"))
    role = held.order_by(F("until").desc(nulls_first=True), "-since")
    main = Affiliation.objects.filter(person=OuterRef("person_id"), is_main=True)
    here = Membership.objects.filter(community=community)
    wanted = here.filter(standing=Standing.STEWARD).values("pk")
    if newer is not None:
        # A union keeps each half on the index of its own; `or` would read every member.
        wanted = wanted.union(here.filter(standing__in=OPENING, joined_at__gt=newer).values("pk"))
    return (
        Membership.objects.current()
        .filter(pk__in=wanted)
        .select_related("person")
        .defer(*beyond_byline("person"))
        .annotate(
            role=Subquery(role.values("name")[:1]),
            role_until=Subquery(role.values("until")[:1]),
            organisation=Subquery(main.values("organisation")[:1]),
            is_greeted=Exists(Greeting.objects.filter(membership=OuterRef("pk"), by=by)) if by else Value(value=False),
        )
        .order_by("-joined_at", "pk")[:60]
    )


def pulse(community: Community, *, now: datetime) -> list[Bar]:
    """Twelve weeks of conversations as bars, or none where nothing has been said in them; one query."""
    on = now.astimezone(UTC).date()
    beats = beats_of(community, on=on, weeks=WEEKS)
    monday = monday_of(on)
    weeks = [
        Week(day, beats.get(day, {})) for day in (monday - timedelta(weeks=back) for back in reversed(range(WEEKS)))
    ]
    return pictures.pulse(weeks) if any(week.conversations for week in weeks) else []
