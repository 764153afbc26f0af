"""One protocol: its recipe, as it is said aloud and as it is printed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonplace.communities.audience import audience_of_space
from commonplace.communities.doors import Confidence
from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint
from commonplace.gatherings.models import Gathering
from commonplace.gatherings.places import MODULE as GATHERINGS
from commonplace.protocols import wording
from commonplace.protocols.actions.adapting import may_change
from commonplace.protocols.catalogue import NoSuchProtocol, protocol_named
from commonplace.protocols.queries import here
from commonplace.protocols.views.lookup import find, page_url

HELD_SHOWN = 8


@require_safe
def protocol(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """The page of one protocol."""
    viewpoint, one, row = find(request, slug, ref)
    person, now = viewpoint.person, timezone.now()
    may_make = viewpoint.membership is not None and not viewpoint.membership.is_guest
    meets = may_make and one.is_timed and is_on(viewpoint.community, GATHERINGS)
    held = Gathering.objects.none()
    if meets:
        held = Gathering.objects.visible_to(person).filter(community=viewpoint.community).held_by(person).ahead(now)
    origin = None
    if row is not None:
        try:
            origin = protocol_named(one.code, one.language)
        except NoSuchProtocol:
            origin = None
    context = {
        "viewpoint": viewpoint,
        "protocol": one,
        "row": row,
        "byline": viewpoint.byline_for(row.by) if row is not None else None,
        "origin": origin,
        "origin_url": page_url(viewpoint, one.code) if origin is not None else "",
        "after": row.after if row is not None and row.after_id and _is_seen(viewpoint, row.after_id) else None,
        "audience": audience_of_space(row.space, viewpoint) if row is not None else None,
        "steps": [(phase, wording.span_said(phase)) for phase in one.phases],
        "length": wording.length_said(one),
        "asks": "" if one.is_timed else wording.minutes_said(one.minutes),
        "people": wording.people_said(one),
        "follow_up_in": wording.days_said(one.follow_up_days),
        "confidence": Confidence(one.confidence).label,
        "is_close": one.confidence != Confidence.ORDINARY,
        "where": wording.where_said(one),
        "formality": wording.formality_said(one),
        "children": [(child, viewpoint.name_of(child.by)) for child in here.after_this(viewpoint, one)],
        "followed": here.followed_by(viewpoint, one, now=now),
        "may_make": may_make,
        "may_convene": meets,
        "held": list(held[:HELD_SHOWN]) if meets else [],
        "may_change": row is not None and person is not None and may_make and may_change(row, viewpoint),
    }
    return render(request, "protocols/protocol.html", context)


def _is_seen(viewpoint: Viewpoint, pk: int) -> bool:
    return here.own_here(viewpoint).filter(pk=pk).exists()
