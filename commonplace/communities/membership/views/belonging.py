"""Leaving, one's pace, and being named to those outside."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.communities.inside import as_member
from commonplace.communities.membership.actions.leaving import LastSteward, change_pace, is_another_steward, leave
from commonplace.communities.membership.actions.naming import NotOnesOwnName, be_named
from commonplace.communities.membership.forms import LeavingForm, NamingForm, PaceForm
from commonplace.lib.direction import isolated
from commonplace.people.viewer import require_viewer
from commonplace.ui.addresses import back_to


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what stays and what goes, then leave."""
    viewpoint = as_member(request, slug)
    person = require_viewer(request)
    is_last = viewpoint.is_steward and not is_another_steward(viewpoint.community, person)
    form = LeavingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            leave(person=person, community=viewpoint.community, why=form.cleaned_data["why"])
        except LastSteward:
            is_last = True
        else:
            messages.success(
                request,
                _("You have left %(name)s. The door stays open.") % {"name": isolated(viewpoint.community.name)},
            )
            return redirect("home")
    context = {"viewpoint": viewpoint, "community": viewpoint.community, "form": form, "is_last_steward": is_last}
    return render(
        request, "communities/membership/leaving.html", context, status=422 if request.method == "POST" else 200
    )


@login_required
@require_POST
def pace(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose how much one is asked for."""
    viewpoint = as_member(request, slug)
    form = PaceForm(request.POST)
    if form.is_valid():
        change_pace(person=require_viewer(request), community=viewpoint.community, pace=form.cleaned_data["pace"])
        messages.success(request, _("Kept. You may change it today and again tomorrow."))
    onward = back_to(request) or f"{reverse('my_communities')}#in-{slug}"
    return HttpResponseRedirect(onward)  # nosemgrep: outward-redirect  # only within this house, asked there


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def naming(request: HttpRequest, slug: str) -> HttpResponse:
    """Agree to be named on the About page, or take it back."""
    viewpoint = as_member(request, slug)
    membership = viewpoint.membership
    if membership is None or membership.is_guest:
        raise Http404
    form = NamingForm(request.POST or None, initial={"named_as": membership.named_as})
    if request.method == "POST" and form.is_valid():
        wish = form.cleaned_data["named_as"]
        try:
            be_named(person=require_viewer(request), community=viewpoint.community, named_as=wish)
        except NotOnesOwnName:
            form.add_error(
                "named_as", _("Use your own name or a part of it, so that nobody is named who did not agree.")
            )
        else:
            messages.success(request, _("Kept. You may take it back here at any time."))
            return redirect("about", slug)
    context = {"viewpoint": viewpoint, "community": viewpoint.community, "form": form}
    return render(request, "communities/membership/naming.html", context, status=422 if form.errors else 200)
