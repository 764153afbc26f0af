"""A resource as it stands, and its files."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonplace.communities.audience import audience_of_space
from commonplace.communities.moderation.queries import holds_on
from commonplace.conversations.models import Upload
from commonplace.files.models import StoredFile
from commonplace.files.serve import preview_for, response_for
from commonplace.people.viewer import viewer
from commonplace.repertoire.actions.rights import may_look_after
from commonplace.repertoire.kinds import shape_of
from commonplace.repertoire.models import Resource, Translation
from commonplace.repertoire.queries import beside, sight
from commonplace.repertoire.queries.files import files_of
from commonplace.repertoire.queries.harvested import quoted_in
from commonplace.repertoire.queries.languages import tongues_of
from commonplace.repertoire.views.lookup import find
from commonplace.ui.addresses import address


@require_safe
def resource(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What it is good for, who used it, what it says, and where it came from."""
    viewpoint, here = find(request, slug, pk)
    today = timezone.localdate()
    may_keep = viewpoint.membership is not None and not viewpoint.membership.is_guest
    stands = beside.standing_of(here, viewpoint, today=today)
    tongues = tongues_of(here, viewpoint, asked=request.GET.get("in", ""))
    shown = tongues.shown
    tends = may_keep and may_look_after(viewpoint, here)
    quoted = quoted_in(here, viewpoint, tends=tends)
    own = viewpoint.person.pk if viewpoint.person is not None else 0
    is_tended: bool = here.is_tended  # type: ignore[attr-defined]
    successor = stands.supersession.successor if stands.supersession is not None else None
    if successor is not None and not Resource.objects.visible_to(viewpoint.person).filter(pk=successor.pk).exists():
        successor = None
    context = {
        "viewpoint": viewpoint,
        "resource": here,
        "hold": holds_on("resource", [pk]).get(pk) if here.is_held else None,  # type: ignore[attr-defined]
        "is_author": viewpoint.person is not None and here.kept_by_id == own,
        "stands": stands,
        "successor": {"title": successor.title, "url": successor.url(slug)} if successor is not None else None,
        "suggested": here.suggested if may_keep else 0,  # type: ignore[attr-defined]
        "collected": stands.collections,
        "may_vouch": may_keep and own != here.kept_by_id and not stands.is_writer,
        "may_take_on": may_keep and here.steward_id != own and (not is_tended or viewpoint.is_steward),
        "shape": shape_of(here.kind),
        "chapters": sight.chapters_of(shown or here, here.kind, quoted.by_part),
        "waiting": quoted.waiting,
        "tongues": tongues,
        **_about(shown, here, slug),
        "said": shown or here,
        "flagged": ("translation", shown.pk) if shown is not None else ("resource", here.pk),
        "lang": shown.language if shown is not None else here.language,
        "files": files_of(here),
        "topics": stands.topics,
        "origin": stands.origin,
        "licence": sight.licence_words(here),
        "language": sight.language_words(here),
        "keeper": viewpoint.byline_for(here.steward) if is_tended else None,
        "audience": audience_of_space(here.space, viewpoint),
        "may_keep": may_keep,
        "may_tend": tends,
        "may_lend": tends and here.community_lends,  # type: ignore[attr-defined]
        "is_due": here.review_on is not None and here.review_on <= today,
    }
    return render(request, "repertoire/resource.html", context)


def _about(shown: Translation | None, here: Resource, slug: str) -> dict[str, str]:
    """Where the translation that is shown is said better, is read, and stands beside what became of the original."""
    if shown is None:
        return {}
    return {
        "say_url": f"{address('resource_translating', slug, here.pk)}?in={shown.language}",
        "read_url": f"{address('resource_translation_read', slug, here.pk, shown.pk)}#tongues",
        "since_url": f"{address('resource_revision', slug, here.pk, here.revision)}?since={shown.number}",
    }


@require_safe
def resource_file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """One version of a file, if it belongs to a resource that the viewer may see, or is theirs and waits for one."""
    person = viewer(request)
    found = get_object_or_404(StoredFile, pk=pk)  # nosemgrep: found-unseen  # who may see it is asked next
    is_of_it = Q(files__file=found) | Q(files__versions__file=found)
    seen = Resource.objects.visible_to(person).filter(is_of_it).exists()
    # What is lent is taken with the files that it has now, and with none that it had before.
    seen = seen or Resource.objects.lent_to(person).filter(files__file=found).exists()
    if not seen and not (person is not None and Upload.objects.filter(file=found, person=person).exists()):
        raise Http404(pk)
    if "small" in request.GET:
        return preview_for(found)
    return response_for(found, download="download" in request.GET, still="still" in request.GET)
