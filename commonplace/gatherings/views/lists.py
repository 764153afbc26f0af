"""The community's gatherings: what comes, what has just been, and everything that was."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonplace.communities.viewpoint import enter
from commonplace.gatherings.queries import lists
from commonplace.gatherings.queries.hours import own_town
from commonplace.gatherings.queries.outside import outside_of
from commonplace.store import paging

SIZE = 30


@require_safe
def gatherings(request: HttpRequest, slug: str) -> HttpResponse:
    """What lies ahead, and what has just been; with `?show=past` all of that, by month."""
    viewpoint, now = enter(request, slug), timezone.now()
    may_convene = viewpoint.membership is not None and not viewpoint.membership.is_guest
    context = {"viewpoint": viewpoint, "may_convene": may_convene, "town": own_town()}
    if request.GET.get("show") == "past":
        found = lists.been(viewpoint, now=now)
        page = paging.page(found, by=("-starts_at", "-pk"), after=request.GET.get("after"), size=SIZE)
        rows = lists.rows_of(page.items, viewpoint, now=now)
        return render(request, "gatherings/past.html", {**context, "page": page, "rows": rows})
    just_been = list(lists.been(viewpoint, now=now)[: lists.BEEN + 1])
    context |= {
        "coming": lists.coming(viewpoint, now=now),
        "asked": lists.open_dated(viewpoint, now=now) if viewpoint.is_member else [],
        "outside": outside_of(viewpoint, now=now),
        "been": lists.rows_of(just_been[: lists.BEEN], viewpoint, now=now) if just_been else [],
        "is_more": len(just_been) > lists.BEEN,
    }
    return render(request, "gatherings/list.html", context)
