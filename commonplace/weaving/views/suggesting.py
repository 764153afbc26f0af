"""Two who should meet, as a member thinks who knows both."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.inside import as_member
from commonplace.people.viewer import require_viewer
from commonplace.weaving.actions import suggesting
from commonplace.weaving.forms import SuggestionForm
from commonplace.weaving.models import ASKED_FOR, Introduction
from commonplace.weaving.queries.suggesting import could_meet, names_of_others


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say with whom somebody should meet."""
    viewpoint, by = as_member(request, slug), require_viewer(request)
    if not viewpoint.is_member:
        raise Http404(pk)
    here = could_meet(viewpoint.community, beside=by)
    person = get_object_or_404(here, pk=pk)
    form = SuggestionForm(request.POST if request.method == "POST" else None, people=names_of_others(viewpoint, person))
    if request.method == "POST" and form.is_valid():
        other, words = get_object_or_404(here, pk=form.cleaned_data["other"]), form.cleaned_data["words"]
        try:
            suggesting.suggest(by=by, community=viewpoint.community, one=person, other=other, words=words)
        except suggesting.TooMany:
            form.add_error(
                None, _("You thought of three pairs lately. Let some weeks pass, so that nobody is pressed.")
            )
        except (suggesting.NotAMember, suggesting.NotTwoOthers):
            form.add_error("other", _("They are here no more."))
        else:
            messages.success(request, _("Each of the two is asked by themselves, as soon as they may be."))
            return _back(slug)
    context = {
        "viewpoint": viewpoint,
        "byline": viewpoint.byline_for(person),
        "person": person,
        "form": form,
        "days": ASKED_FOR.days,
        "most": suggesting.MOST,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "weaving/suggest.html", context, status=status)


@login_required
@require_POST
def take_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Think better of it."""
    viewpoint, by = as_member(request, slug), require_viewer(request)
    own = Introduction.objects.suggested_by(by).filter(community=viewpoint.community)
    try:
        suggesting.take_back(by=by, introduction=get_object_or_404(own, pk=pk))
    except suggesting.IsPast:
        messages.info(request, _("You took it back already."))
    else:
        messages.success(request, _("It is taken back. Whoever was not asked yet is not asked."))
    return _back(slug)


def _back(slug: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('introductions', args=[slug])}#suggested")
