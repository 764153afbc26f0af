"""Search, and who is asking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Final, Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from commonplace.api import schemas
from commonplace.api.auth import ANYONE, SIGNED_IN, asking
from commonplace.api.listing import WHOLE, After, Line, Moment, Size, Told, onward
from commonplace.api.problems import Unfit
from commonplace.communities.doors import Confidence
from commonplace.communities.models import Community, Membership, Space
from commonplace.communities.shapes import byline, whole
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.shapes import read_there
from commonplace.people.models import Person
from commonplace.search.findable import filters as offered
from commonplace.search.findable import name_of, states
from commonplace.search.queries import Filters, Hit, find
from commonplace.store.paging import NoToken

router = Router()
LARGEST = 2**63 - 1
EARLIEST, LATEST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


class OneOfTheKinds:
    """Names the kinds in the document; they are known once every room has declared its own."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, tell: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**tell(core), "enum": ["", *sorted(offered())]}


class OneOfTheStates:
    """Names in the document how what is found can stand."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, tell: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**tell(core), "enum": ["", *sorted(states())]}


FIT: Final = "fit"
DATE: Final = "date"
AnOrder = Annotated[Literal["fit", "date"], Told(description="The best or the latest first.")]
AKind = Annotated[Line, OneOfTheKinds()]
AState = Annotated[Line, OneOfTheStates()]
AWriter = Annotated[Line, Told(description="A name, or its beginning; names that you may not be shown find nothing.")]
APerson = Annotated[
    int, Field(ge=1, le=LARGEST), Told(description="Who wrote it, by the number that bylines give."), WHOLE
]
Here = Annotated[Line, Told(description="The slug of a community that you may see; another is refused.")]


@router.get("/search", auth=ANYONE, response=schemas.Found, tags=["search"], summary="Find what you may see")
def search(
    request: HttpRequest,
    q: Line,
    community: Here = "",
    kind: AKind = "",
    topic: Line = "",
    writer: AWriter = "",
    person: APerson | None = None,
    state: AState = "",
    since: Moment | None = None,
    until: Moment | None = None,
    order: AnOrder = FIT,
    after: After = "",
    limit: Size = 20,
) -> schemas.Found:
    """One list over conversations, topics, people and communities, best or latest first.

    The last word may be unfinished; where nothing has all the words, words near them are looked for, and `instead`
    says so.
    """
    asks = asking(request)
    filters = Filters(
        community=_community(asks, community) if community else None,
        kind=_kind(kind),
        topic=topic,
        person_id=person,
        writer=writer,
        state=_state(state),
        since=_moment(since),
        until=_moment(until),
    )
    try:
        found = find(asks, q, filters, by_date=order == DATE, after=after, size=limit, is_near=True)
    except NoToken:
        raise Unfit("after", _("This is no place in this list. Take it from `next`.")) from None
    viewpoints, people = _around(asks, found.hits)
    close = _in_confidence(found.hits)
    # A list by who wrote would tell who said what.
    of_somebody = bool(writer or person)
    told = [hit for hit in found.hits if not (of_somebody and hit.kind == "post" and hit.space_id in close)]
    return schemas.Found(
        items=[_hit(hit, viewpoints, people, close.get(hit.space_id or 0, "")) for hit in told],
        total=found.total,
        next=onward(request, after=found.older),
        instead=[schemas.Instead(asked=one.asked, found=list(one.found)) for one in found.instead],
    )


def _community(person: Person | None, slug: str) -> Community:
    found = Community.objects.visible_to(person).filter(slug=slug).first()
    if found is None:
        raise Unfit("community", _("There is no such community here, or it is not for you to see."))
    return found


def _kind(kind: str) -> str:
    if kind and kind not in offered():
        raise Unfit("kind", _("It is one of these: %(kinds)s.") % {"kinds": ", ".join(sorted(offered()))})
    return kind


def _state(state: str) -> str:
    if state and state not in states():
        raise Unfit("state", _("It is one of these: %(kinds)s.") % {"kinds": ", ".join(sorted(states()))})
    return state


def _moment(at: datetime | None) -> datetime | None:
    """In UTC; without a zone it is meant in the reader's own, and beyond all calendars it is the last there is."""
    if at is None:
        return None
    try:
        return (timezone.make_aware(at) if timezone.is_naive(at) else at).astimezone(UTC)
    except (ValueError, OverflowError):
        return EARLIEST if at.year < LATEST.year // 2 else LATEST


def _around(person: Person | None, hits: Sequence[Hit]) -> tuple[Mapping[int, Viewpoint], Mapping[int, Person]]:
    """The communities of these hits as whoever asks sees them, and the people behind them: three queries."""
    communities = Community.objects.in_bulk({hit.community_id for hit in hits if hit.community_id})
    standings = Membership.objects.current().filter(person=person, community__in=communities) if person else ()
    yours = {one.community_id: one for one in standings}
    people = Person.objects.in_bulk({hit.person_id for hit in hits if hit.person_id})
    return {pk: Viewpoint(person, one, yours.get(pk)) for pk, one in communities.items()}, people


def _in_confidence(hits: Sequence[Hit]) -> Mapping[int, str]:
    """The spaces of what was said in confidence among these, each with its word; one query."""
    said_in = {hit.space_id for hit in hits if hit.kind == "post" and hit.space_id}
    close = Space.objects.filter(pk__in=said_in).exclude(confidence=Confidence.ORDINARY)
    return dict(close.values_list("pk", "confidence")) if said_in else {}


def _hit(hit: Hit, viewpoints: Mapping[int, Viewpoint], people: Mapping[int, Person], said_in: str = "") -> schemas.Hit:
    viewpoint = viewpoints.get(hit.community_id or 0)
    said_in = said_in if hit.kind == "post" else ""
    # Of what nobody known wrote, a program’s and a candid word too, or what was said in confidence, nobody is named.
    person = 0 if said_in else hit.person_id
    author = viewpoint.byline_for(people.get(person)) if viewpoint and person else None
    if said_in == Confidence.SEALED:
        hit = replace(hit, title=escape(read_there()), excerpt=SafeString(""), why=())
    return schemas.Hit(
        kind=hit.kind,
        label=hit.label,
        kind_said=str(name_of(hit.kind, hit.label, is_opening=hit.is_opening)),
        title=hit.title,
        excerpt=hit.excerpt,
        author=byline(author) if author else None,
        community=viewpoint.community.slug if viewpoint else None,
        happened_at=hit.happened_at,
        url=whole(hit.url),
        why=[schemas.Why(asked=one.asked, found=one.found, how=one.how, where=list(one.where)) for one in hit.why],
    )


@router.get("/me", auth=SIGNED_IN, response=schemas.Me, tags=["you"], summary="You")
def me(request: HttpRequest) -> schemas.Me:
    """Who you are here, and where you belong."""
    person = asking(request)
    if person is None:
        raise TypeError("SIGNED_IN lets nobody else in")
    standings = Membership.objects.current().filter(person=person).select_related("community").order_by("joined_at")
    return schemas.Me(
        id=person.pk,
        name=person.name,
        craft=person.craft,
        language=person.language,
        languages=person.languages,
        time_zone=person.time_zone,
        communities=[
            schemas.Belonging(
                community=one.community.slug,
                name=one.community.name,
                standing=one.standing,
                url=whole(f"/c/{one.community.slug}/"),
            )
            for one in standings
        ],
    )
