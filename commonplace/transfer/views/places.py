"""The page of an archive that moves in: what would come, where it goes, how far it is; of another place, what came."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonplace.communities.inside import as_steward
from commonplace.communities.viewpoint import Viewpoint
from commonplace.people.viewer import require_viewer
from commonplace.transfer import queries
from commonplace.transfer.actions.handing_in_places import let_go, wish
from commonplace.transfer.forms import PlacesForm
from commonplace.transfer.models import Import
from commonplace.transfer.reasons import left, sorts_of


def place_page(request: HttpRequest, viewpoint: Viewpoint, run: Import, form: PlacesForm | None = None) -> HttpResponse:
    """How one archive stands: of mail until everything is decided, of another place also afterwards."""
    person = require_viewer(request)
    if form is None and run.waits_for_a_wish:
        form = PlacesForm(run=run, person=person)
    handed_in, passed_over = queries.handed_in(run)
    told = run.account or (run.foretold or {}).get("account", {})
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "run": run,
        "form": form,
        "told": told,
        "why": [(left(code), number) for code, number in sorted(told.get("why", {}).items(), key=lambda one: -one[1])],
        "sorts": sorts_of(told),
        "chats": list(run.closed_chats.filter(opened_at=None).select_related("space")),
        "alike": queries.alike_in(viewpoint.community, person),
        "handed_in": handed_in,
        "passed_over": passed_over,
    }
    return render(request, "transfer/place.html", context, status=422 if form is not None and form.errors else 200)


@login_required
@require_POST
def place_wish(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say where the places of an archive go, or let it go."""
    viewpoint = as_steward(request, slug)
    runs = Import.objects.unfinished().select_related("space", "by")
    run = get_object_or_404(runs, community=viewpoint.community, pk=pk, foretold__isnull=False)
    if "let_go" in request.POST:
        let_go(run=run)
        messages.success(request, _("It is gone. Nothing of it came in."))
        return redirect("imports", slug)
    if run.waits_for_a_wish:
        form = PlacesForm(request.POST, run=run, person=require_viewer(request))
        if not form.is_valid():
            return place_page(request, viewpoint, run, form)
        wish(run=run, mapped=form.wished(), dates=form.dates())
        messages.success(request, _("It moves in while you do something else. This page says how far."))
    return redirect("import", slug, pk)
