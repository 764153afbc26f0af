"""How a resource came to be as it is: its revisions, and each with what came and went."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonplace.conversations.views.lookup import number_in
from commonplace.repertoire.models import Revision
from commonplace.repertoire.queries.beside import stages_of
from commonplace.repertoire.queries.wordings import between, of_revision, whole
from commonplace.repertoire.views.lookup import find


@require_safe
def resource_revisions(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """All of them, the latest first; there are never more than some hundred."""
    viewpoint, here = find(request, slug, pk)
    context = {"viewpoint": viewpoint, "resource": here, "stages": stages_of(here, viewpoint)}
    return render(request, "repertoire/revisions.html", context)


@require_safe
def resource_revision(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """One, with what came and what went since the one before, or since an earlier one (`?since=`)."""
    viewpoint, here = find(request, slug, pk)
    if not 0 < number <= here.revision:
        raise Http404(number)
    since = number_in(request.GET.get("since")) or number - 1
    since = since if since < number else number - 1
    rows = Revision.objects.filter(resource=here, number__in=[since, number]).select_related("by", "taken_by")
    found = {one.number: one for one in rows}
    if number not in found:
        raise Http404(number)
    one, before = found[number], found.get(since)
    context = {
        "viewpoint": viewpoint,
        "resource": here,
        "revision": one,
        "byline": viewpoint.byline_for(one.by),
        "taken_by": viewpoint.byline_for(one.taken_by) if one.taken_by_id is not None else None,
        "changes": between(here.kind, of_revision(before), of_revision(one)) if before is not None else [],
        "parts": whole(here.kind, of_revision(one)),
        "since": since if since != number - 1 and before is not None else 0,
        "before": number - 1,
        "after": number + 1 if number < here.revision else 0,
    }
    return render(request, "repertoire/revision.html", context)
