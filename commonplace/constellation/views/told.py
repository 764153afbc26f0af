"""What the host is told of a community: chosen by its stewards line by line, read by everyone inside."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonplace.communities.inside import as_member, as_steward
from commonplace.constellation.actions import telling
from commonplace.constellation.forms import ToldForm
from commonplace.constellation.models import Line
from commonplace.constellation.queries import host as queries
from commonplace.people.viewer import require_viewer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def told_to_host(request: HttpRequest, slug: str) -> HttpResponse:
    """What is told as it stands and as it was; a steward says otherwise."""
    viewpoint = as_steward(request, slug) if request.method == "POST" else as_member(request, slug)
    community = viewpoint.community
    standing = queries.standing_lines(community)
    readiness = standing[Line.READINESS].words if Line.READINESS in standing else ""
    initial = {"lines": list(standing), "readiness": readiness}
    form = ToldForm(request.POST if request.method == "POST" else None, initial=initial, community=community)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            changed = telling.tell(
                by=require_viewer(request), community=community, lines=said["lines"], readiness=said["readiness"]
            )
        except telling.NotInTheCharter:
            form.add_error("lines", _("The charter does not say yet that the host may know of this community."))
        else:
            if changed:
                messages.success(request, _("Kept. Members see it here."))
            else:
                messages.info(request, _("That is what stood."))
            return HttpResponseRedirect(f"{reverse('told_to_host', args=[slug])}#told")
    may_be_known = queries.may_be_known(community)
    record = queries.on_record(viewpoint, request.GET.get("after"))
    context = {
        "viewpoint": viewpoint,
        "community": community,
        "form": form,
        "may_be_known": may_be_known,
        "standing": [(one.label, standing[one].words) for one in Line if may_be_known and one in standing],
        "record": record.items,
        "listed": record,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "constellation/told.html", context, status=status)
