"""A resource as it stands, and its files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonplace.communities.audience import audience_of_space
from commonplace.conversations.models import Upload
from commonplace.files.serve import response_for
from commonplace.people.viewer import viewer
from commonplace.repertoire.actions.rights import may_look_after
from commonplace.repertoire.kinds import shape_of
from commonplace.repertoire.models import Resource, ResourceFile
from commonplace.repertoire.queries import beside, sight
from commonplace.repertoire.views.lookup import find


@require_safe
def resource(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What it is good for, who used it, what it says, and where it came from."""
    viewpoint, here = find(request, slug, pk)
    today = timezone.localdate()
    may_keep = viewpoint.membership is not None and not viewpoint.membership.is_guest
    stands = beside.standing_of(here, viewpoint, today=today)
    around = beside.around(here, viewpoint)
    tends = may_keep and may_look_after(viewpoint, here)
    own = viewpoint.person.pk if viewpoint.person is not None else 0
    is_tended: bool = here.is_tended  # type: ignore[attr-defined]
    successor = stands.supersession.successor if stands.supersession is not None else None
    if successor is not None and not Resource.objects.visible_to(viewpoint.person).filter(pk=successor.pk).exists():
        successor = None
    context = {
        "viewpoint": viewpoint,
        "resource": here,
        "stands": stands,
        "successor": {"title": successor.title, "url": successor.url(slug)} if successor is not None else None,
        "suggested": here.suggested if may_keep else 0,  # type: ignore[attr-defined]
        "collected": around["collection"],
        "may_vouch": may_keep and own != here.kept_by_id and not stands.is_writer,
        "may_take_on": may_keep and here.steward_id != own and (not is_tended or viewpoint.is_steward),
        "shape": shape_of(here.kind),
        "chapters": sight.chapters_of(here),
        "files": around["file"],
        "topics": around["topic"],
        "origin": sight.origin_of(here, viewpoint),
        "licence": sight.licence_words(here),
        "language": sight.language_words(here),
        "keeper": viewpoint.byline_for(here.steward) if is_tended else None,
        "audience": audience_of_space(here.space, viewpoint),
        "may_keep": may_keep,
        "may_tend": tends,
        "is_due": here.review_on is not None and here.review_on <= today,
    }
    return render(request, "repertoire/resource.html", context)


@require_safe
def resource_file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """One file, if it belongs to a resource that the viewer may see, or is theirs and waits for one."""
    person = viewer(request)
    seen = Resource.objects.visible_to(person).filter(files__file__pk=pk)
    found: ResourceFile | Upload | None = (
        ResourceFile.objects.filter(file__pk=pk, resource__in=seen).select_related("file").first()
    )
    if found is None and person is not None:
        found = Upload.objects.filter(file__pk=pk, person=person).select_related("file").first()
    if found is None:
        raise Http404(pk)
    return response_for(found.file, download="download" in request.GET, still="still" in request.GET)
