"""What competence means here, in the practitioners' words, and who has done it and may be asked."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonplace.agreements.actions.milestones import NoMilestone, take_back, tell
from commonplace.agreements.actions.rights import NotAMember
from commonplace.agreements.forms.milestones import MilestoneForm
from commonplace.agreements.queries.milestones import MILESTONES, milestones_of, told_by
from commonplace.communities.audience import audience_inside
from commonplace.communities.inside import as_member
from commonplace.people.viewer import require_viewer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def milestones(request: HttpRequest, slug: str) -> HttpResponse:
    """Each milestone, with whoever told that they have done it; and telling it."""
    viewpoint = as_member(request, slug)
    standing = milestones_of(viewpoint.community)
    form = MilestoneForm(request.POST if request.method == "POST" else None, milestones=standing)
    if request.method == "POST" and form.is_valid():
        try:
            tell(by=require_viewer(request), community=viewpoint.community, **form.cleaned_data)
        except NotAMember:
            raise PermissionDenied from None
        except NoMilestone:
            form.add_error("milestone", _("The charter does not list this any more."))
        else:
            messages.success(request, _("It stands here. Others may ask you."))
            return HttpResponseRedirect(f"{reverse('milestones', args=[slug])}#told")
    listed, before = told_by(viewpoint, standing)
    may_tell = viewpoint.membership is not None and not viewpoint.membership.is_guest
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "listed": listed,
        "before": before,
        "form": form if may_tell and standing else None,
        "sight": audience_inside(viewpoint),
        "key": MILESTONES,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "agreements/milestones.html", context, status=status)


@login_required
@require_POST
def milestone_taken_back(request: HttpRequest, slug: str, told: int) -> HttpResponse:
    """Let what one told go."""
    viewpoint = as_member(request, slug)
    take_back(by=require_viewer(request), community=viewpoint.community, pk=told)
    messages.success(request, _("It is gone from here."))
    return HttpResponseRedirect(f"{reverse('milestones', args=[slug])}#told")
