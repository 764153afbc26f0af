"""Communities that are related to one, and what its stewards ask and answer of it."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.inside import as_member, as_steward
from commonplace.communities.viewpoint import Viewpoint
from commonplace.constellation.actions import relating
from commonplace.constellation.by_link import leads_to
from commonplace.constellation.forms import RelationForm
from commonplace.constellation.models import Relation
from commonplace.constellation.queries import relations as queries
from commonplace.constellation.queries.crossings import crossings_of
from commonplace.constellation.views.pressing import OTHERWISE, press
from commonplace.people.viewer import require_viewer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def related(request: HttpRequest, slug: str) -> HttpResponse:
    """Those that are related, for members; stewards ask another."""
    viewpoint = as_steward(request, slug) if request.method == "POST" else as_member(request, slug)
    form = None
    if viewpoint.is_steward:
        data = request.POST if request.method == "POST" else None
        form = RelationForm(data, communities=queries.relatable(viewpoint))
        if request.method == "POST" and form.is_valid() and _asked(request, viewpoint, form):
            return _back(slug)
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "listed": queries.related_to(viewpoint),
        "crossings": [(one, leads_to(one)) for one in crossings_of(viewpoint)],
        "form": form,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form is not None and form.errors else HTTPStatus.OK
    return render(request, "constellation/related.html", context, status=status)


def _asked(request: HttpRequest, viewpoint: Viewpoint, form: RelationForm) -> bool:
    said = form.cleaned_data
    kind, is_second = RelationForm.KINDS[said["how"]]
    other = form.communities[said["other"]]
    try:
        relating.ask_to_relate(
            by=require_viewer(request),
            community=viewpoint.community,
            other=other,
            kind=kind,
            words=said["words"],
            is_second=is_second,
        )
    except relating.RelatedAlready:
        form.add_error("other", _("These two are related already, or one waits for the other’s word."))
        return False
    messages.success(request, _("Its stewards are asked. Nobody else sees it before they agree."))
    return True


@login_required
@require_POST
def agree_related(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say yes for one's own community."""
    viewpoint = as_steward(request, slug)
    found = _found(viewpoint, pk)
    press(
        request,
        lambda: relating.agree(by=require_viewer(request), relation=found),
        done=_("Both communities show it from now on."),
        news={relating.IsOver: OTHERWISE, relating.NotASteward: OTHERWISE},
    )
    return _back(slug)


@login_required
@require_POST
def undo_related(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Undo it, or decline."""
    viewpoint = as_steward(request, slug)
    found = _found(viewpoint, pk)
    press(
        request,
        lambda: relating.undo(by=require_viewer(request), relation=found, community=viewpoint.community),
        done=_("It is undone, on both pages."),
        news={relating.IsOver: OTHERWISE},
    )
    return _back(slug)


def _found(viewpoint: Viewpoint, pk: int) -> Relation:
    rows = Relation.objects.of(viewpoint.community).select_related("one", "other", "asked")
    return get_object_or_404(rows, pk=pk)


def _back(slug: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('related', args=[slug])}#related")
