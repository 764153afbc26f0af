"""A sentence put to everyone: answered on a page, once, and kept of nobody."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from commonplace.communities.inside import as_member
from commonplace.people.viewer import require_viewer
from commonplace.value.actions.pulses import HasAnswered, IsOver, NotAsked, answer, asked_in
from commonplace.value.forms.numbers import PulseForm
from commonplace.value.models import Indicator, Pulse, PulseTaken


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pulse(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """How far is it true?"""
    viewpoint, person = as_member(request, slug), require_viewer(request)
    known = Indicator.objects.visible_to(person).filter(community=viewpoint.community)
    found = get_object_or_404(Pulse.objects.filter(indicator__in=known).select_related("indicator__community"), pk=pk)
    to = HttpResponseRedirect(reverse("indicator", args=[slug, found.indicator_id]))
    if not asked_in(viewpoint.community, person):
        messages.error(request, _("Members answer. As a guest you may read what came of it."))
        return to
    if not Pulse.objects.open_at(timezone.now()).filter(pk=found.pk).exists():
        messages.info(request, _("Its day is over, and nobody answers any more. What you said is not kept."))
        return to
    if PulseTaken.objects.filter(pulse=found, person=person).exists():
        messages.info(request, _said())
        return to
    form = PulseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            answer(by=person, pulse=found, number=form.cleaned_data["number"])
        except IsOver:
            messages.info(request, _("Its day is over, and nobody answers any more. What you said is not kept."))
        except (HasAnswered, NotAsked):
            messages.info(request, _said())
        else:
            messages.success(request, _("Thank you. What came of it stands here after the last day."))
        return to
    context = {"viewpoint": viewpoint, "pulse": found, "answering": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "value/pulse.html", context, status=status)


def _said() -> str:
    return _("You have answered. It cannot be found again, so it cannot be changed.")
