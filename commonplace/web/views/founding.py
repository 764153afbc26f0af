"""Founding a community, for those who may."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from commonplace.communities.founders import may_found
from commonplace.communities.founding.actions import found_once
from commonplace.launch.actions.beginning import found_to_launch
from commonplace.people.viewer import require_viewer
from commonplace.web.forms.founding import FoundingForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """Found a community with a name and a line; whoever may not is told who can."""
    person = require_viewer(request)
    if not may_found(person):
        return render(request, "web/not_a_founder.html", {"founders": settings.FOUNDERS}, status=403)
    form = FoundingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        lines = dict(form.cleaned_data)
        if lines.pop("is_launch"):
            return redirect("launch", found_to_launch(by=person, **lines).community.slug)
        return redirect("community", found_once(by=person, **lines).slug)
    return render(request, "web/found.html", {"form": form}, status=422 if request.method == "POST" else 200)
