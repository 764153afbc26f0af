"""Photos and files of a harvest: brought, shown to those who see what was kept, and taken away."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commonplace.conversations.views.lookup import number_in
from commonplace.files.serve import response_for
from commonplace.lib.text import one_line
from commonplace.people.viewer import viewer
from commonplace.runs.actions import deciding, filing
from commonplace.runs.harvest_forms import PhotoForm
from commonplace.runs.models import HarvestFile
from commonplace.runs.queries.scene import HOST
from commonplace.runs.views.deeds import pressed
from commonplace.runs.views.page import shown
from commonplace.runs.views.visit import Visit, running


def filing_(request: HttpRequest, visit: Visit) -> HttpResponse | None:
    run, person = running(visit), visit.person
    is_seated = visit.seat is not None
    if person is None or not deciding.may_add(person, run, is_host=visit.role == HOST, is_seated=is_seated):
        raise filing.NotTheirs(run.pk)
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        said = form.cleaned_data
        try:
            filing.bring(run=run, by=person, upload=said["photo"], description=one_line(said["description"]))
        except (filing.FileRefused, filing.StorageTrouble) as refused:
            form.add_error("photo", f"{said['photo'].name}: {refused.reason}")
    if form.errors:
        return shown(request, visit, photo=form)
    messages.success(request, _("It is kept, and stands with what was kept when you have ended."))
    return None


def filing_away_(request: HttpRequest, visit: Visit) -> None:
    if visit.person is None:
        raise Http404
    rows = HarvestFile.objects.visible_to(visit.person).filter(run=running(visit)).select_related("run__gathering")
    found = get_object_or_404(rows, pk=number_in(request.POST.get("line")))
    filing.take_away(file=found, by=visit.person)


@login_required
@require_safe
def run_photo(request: HttpRequest, slug: str, pk: int, photo: int) -> HttpResponseBase:
    """One file of a harvest."""
    there = HarvestFile.objects.visible_to(viewer(request)).filter(
        run__gathering=pk, run__gathering__community__slug=slug
    )
    found = get_object_or_404(there.select_related("file"), pk=photo)
    return response_for(found.file, download="download" in request.GET, still="still" in request.GET)


run_filing = pressed(filing_)
run_filing_away = pressed(filing_away_)
