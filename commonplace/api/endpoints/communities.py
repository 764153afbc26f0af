"""Communities, their spaces, their people and their shape."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router

from commonplace.api import schemas, serializers
from commonplace.api.auth import ANYONE, SIGNED_IN, asking
from commonplace.api.listing import After, Size, listed
from commonplace.communities.models import Community, Membership, Space
from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint, look
from commonplace.cultivation.participation import Ring
from commonplace.cultivation.pictures import FEWEST
from commonplace.cultivation.reading import read
from commonplace.cultivation.told_shape import Shape, shape_for
from commonplace.knowledge.places import MODULE as MAP
from commonplace.knowledge.queries import reading as knowledge
from commonplace.knowledge.queries.counted import waits

router = Router(tags=["communities"])


def viewpoint_of(request: HttpRequest, slug: str) -> Viewpoint:
    """The community as whoever asks sees it; each list then shows what they may see of it."""
    return look(asking(request), slug, inside=False)


def inside(request: HttpRequest, slug: str) -> Viewpoint:
    """The viewpoint of someone with a standing; others find nothing."""
    viewpoint = viewpoint_of(request, slug)
    if not viewpoint.is_member:
        raise Http404(slug)
    return viewpoint


@router.get("", auth=ANYONE, response=schemas.Page[schemas.Community], summary="Communities you may know of")
def communities(request: HttpRequest, after: After = "", limit: Size = 30) -> schemas.Page[schemas.Community]:
    """Those that are public or listed, and your own, the oldest first."""
    person = asking(request)
    standings = Membership.objects.current().filter(person=person) if person else Membership.objects.none()
    yours = {one.community_id: one for one in standings}
    return listed(
        request,
        Community.objects.visible_to(person),
        by=("id",),
        after=after,
        size=limit,
        tell=lambda one: serializers.community(one, yours.get(one.pk)),
    )


@router.get("/{slug:slug}", auth=ANYONE, response=schemas.Community, summary="One community")
def community(request: HttpRequest, slug: str) -> schemas.Community:
    """What its about page tells."""
    viewpoint = viewpoint_of(request, slug)
    return serializers.community(viewpoint.community, viewpoint.membership)


@router.get("/{slug:slug}/spaces", auth=ANYONE, response=schemas.Page[schemas.Space], summary="Its spaces")
def spaces(request: HttpRequest, slug: str, after: After = "", limit: Size = 30) -> schemas.Page[schemas.Space]:
    """Those whose words you may read."""
    viewpoint = viewpoint_of(request, slug)
    rows = Space.objects.visible_to(viewpoint.person).filter(community=viewpoint.community)
    return listed(request, rows, by=("position", "id"), after=after, size=limit, tell=serializers.space)


@router.get("/{slug:slug}/people", auth=SIGNED_IN, response=schemas.Page[schemas.Member], summary="Its people")
def people(request: HttpRequest, slug: str, after: After = "", limit: Size = 30) -> schemas.Page[schemas.Member]:
    """Those with a standing, the latest first; for people who have one themselves."""
    viewpoint = inside(request, slug)
    rows = Membership.objects.visible_to(viewpoint.person).current().filter(community=viewpoint.community)
    return listed(
        request,
        rows.select_related("person"),
        by=("-joined_at", "-id"),
        after=after,
        size=limit,
        tell=lambda one: serializers.member(one, viewpoint),
    )


@router.get("/{slug:slug}/readings", auth=SIGNED_IN, response=schemas.Readings, summary="Its shape")
def readings(request: HttpRequest, slug: str) -> schemas.Readings:
    """Participation as it is told, and rhythm today, in numbers without names; for people with a standing."""
    viewpoint = inside(request, slug)
    found = read(viewpoint.community, now=timezone.now())
    rhythm, shape = found.rhythm, shape_for(viewpoint, found)
    return schemas.Readings(
        on=rhythm.on,
        rings_on=shape.on,
        rings=[_ring(shape, ring) for ring in Ring],
        core_absence_factor=None if shape.is_small else shape.absence,
        weeks=[
            schemas.Week(monday=week.monday, conversations=week.conversations, replies=week.replies)
            for week in rhythm.weeks
        ],
        silent_weeks=rhythm.silent_weeks,
        hours_to_first_reply=rhythm.hours_to_first_reply,
        answered_share=rhythm.answered_share,
    )


@router.get("/{slug:slug}/knowledge", auth=SIGNED_IN, response=schemas.Knowledge, summary="What it knows")
def what_is_known(request: HttpRequest, slug: str) -> schemas.Knowledge:
    """Topics by name and gaps in their order, in numbers without names; for people with a standing, where the map is
    on.
    """
    viewpoint = inside(request, slug)
    if not is_on(viewpoint.community, MAP):
        raise Http404(slug)
    found = knowledge.read(viewpoint.community, now=timezone.now(), goes_back=True)
    return serializers.what_is_known(found, waits(viewpoint.community, until=found.until), slug)


def _ring(shape: Shape, ring: Ring) -> schemas.Ring:
    """One ring, without what its page does not tell either: anyone who reads the page may ask for this."""
    closer, back = shape.closer.get(ring, 0), shape.back.get(ring, 0)
    return schemas.Ring(
        ring=ring.value,
        people=None if shape.is_small else shape.counts[ring],
        movement=schemas.Movement(
            came_closer=None if shape.is_small or closer < FEWEST else closer,
            stepped_back=None if shape.is_small or back < FEWEST else back,
        ),
    )
