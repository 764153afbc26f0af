"""The communities of the house as its host sees them: for whoever looks for it, and kept on record for members."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router

from commonplace.api import schemas
from commonplace.api.auth import SIGNED_IN, asking
from commonplace.api.listing import After, Size, onward
from commonplace.api.problems import Unfit
from commonplace.communities.shapes import whole
from commonplace.constellation.queries.host import Seen, keep_looks_of_host, looks_for_host, seen_by_host
from commonplace.store.paging import NoToken
from commonplace.ui.addresses import address

router = Router(tags=["host"])


@router.get(
    "/communities",
    auth=SIGNED_IN,
    response={200: schemas.Page[schemas.HostedCommunity], 404: schemas.Problem},
    summary="What each community released to its host, for whoever looks for the host",
)
def hosted(request: HttpRequest, after: After = "", limit: Size = 20) -> schemas.Page[schemas.HostedCommunity]:
    """Side by side by their names, without any order of merit. That you looked is kept, and their members read it."""
    person, now = asking(request), timezone.now()
    if person is None or not looks_for_host(person):
        raise Http404(request.path)
    try:
        found = seen_by_host(after or None, now=now, size=limit, strict=True)
    except NoToken:
        raise Unfit("after", _("This is not where a page of this list goes on.")) from None
    keep_looks_of_host(person, found.items, now=now)
    return schemas.Page(items=[_hosted(one) for one in found.items], next=onward(request, after=found.older))


def _hosted(one: Seen) -> schemas.HostedCommunity:
    here = one.community
    return schemas.HostedCommunity(
        slug=here.slug,
        name=here.name,
        domain=one.domain,
        stage=here.stage if one.stage else None,
        next_at=one.next_at,
        readiness=one.readiness,
        successes=[schemas.Success(title=title, words=words) for title, words in one.successes],
        requests=list(one.requests),
        url=whole(address("about", here.slug)) if one.is_known else None,
    )
