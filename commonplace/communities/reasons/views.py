"""The reasons that stewards keep: written, put in order, let go, and kept with one tick where one was used."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.inside import as_steward
from commonplace.communities.models import SavedReason
from commonplace.communities.reasons import actions
from commonplace.communities.reasons.forms import ReasonForm, SavedReasonForm
from commonplace.communities.reasons.queries import MOST, saved_reasons
from commonplace.communities.settings.views.arranging import around
from commonplace.communities.viewpoint import Viewpoint
from commonplace.people.viewer import require_viewer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings_reasons(request: HttpRequest, slug: str) -> HttpResponse:
    """The reasons in their order, and a form that keeps another."""
    viewpoint = as_steward(request, slug)
    form = SavedReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.keep_reason(
                by=require_viewer(request), community=viewpoint.community, words=form.cleaned_data["words"]
            )
        except actions.TooManyReasons:
            form.add_error(None, _("The list is full. Let one go that nobody uses."))
        else:
            return redirect(f"{reverse('settings_reasons', args=[slug])}#reason-{kept.pk}")
    return _page(request, viewpoint, form=form)


@login_required
@require_POST
def settings_reason(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put one in other words, move it, or let it go."""
    viewpoint = as_steward(request, slug)
    person = require_viewer(request)
    rows = SavedReason.objects.select_related("community").filter(community=viewpoint.community)
    reason = get_object_or_404(rows, pk=pk)
    here = reverse("settings_reasons", args=[slug])
    if "go" in request.POST:
        actions.let_reason_go(by=person, reason=reason)
        messages.success(request, _("It is not offered any more. Where it was said, it stays."))
        return redirect(f"{here}#reasons")
    if "up" in request.POST or "down" in request.POST:
        actions.move_reason(by=person, reason=reason, up="up" in request.POST)
        return redirect(f"{here}#reason-{pk}")
    form = SavedReasonForm(request.POST, prefix=str(pk))
    if form.is_valid():
        try:
            actions.reword_reason(by=person, reason=reason, words=form.cleaned_data["words"])
        except actions.SaidAlready:
            form.add_error("words", _("Another reason says the same."))
        except actions.ReasonGone:
            messages.info(request, _("Another steward let it go before you."))
            return redirect(f"{here}#reasons")
        else:
            messages.success(request, _("Kept."))
            return redirect(f"{here}#reason-{pk}")
    return _page(request, viewpoint, wrong={pk: form})


def _page(
    request: HttpRequest,
    viewpoint: Viewpoint,
    *,
    form: SavedReasonForm | None = None,
    wrong: dict[int, SavedReasonForm] | None = None,
) -> HttpResponse:
    given = wrong or {}
    reasons = saved_reasons(viewpoint) or ()
    lines = [
        (one, given.get(one.pk) or SavedReasonForm(prefix=str(one.pk), initial={"words": one.words})) for one in reasons
    ]
    form = form or SavedReasonForm()
    context = {
        **around(viewpoint, "settings_reasons"),
        "lines": lines,
        "form": form,
        "is_full": len(reasons) >= MOST,
    }
    status = 422 if form.errors or given else 200
    return render(request, "communities/settings/reasons.html", context, status=status)


def keep_if_ticked(request: HttpRequest, viewpoint: Viewpoint, form: ReasonForm) -> None:
    """Keep the reason that was just said, where whoever said it ticked so."""
    words = form.cleaned_data.get(form.asks, "")
    if not form.is_to_keep or not words or not viewpoint.is_steward:
        return
    try:
        actions.keep_reason(by=require_viewer(request), community=viewpoint.community, words=words)
    except actions.TooManyReasons:
        messages.info(request, _("Your list of reasons is full, so this one was not kept."))
