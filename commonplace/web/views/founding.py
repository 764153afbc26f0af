"""Founding a community, for those who may."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from commonplace.communities.actions.founding import found as found_community
from commonplace.communities.founders import free_slug, may_found
from commonplace.communities.models import Community
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
        # Pressed twice, it is one community: the second press finds the first one's, made a moment ago.
        made = Community.objects.filter(founded_by=person, name=form.cleaned_data["name"]).order_by("-pk").first()
        if made is None:
            made = found_community(by=person, slug=free_slug(form.cleaned_data["name"]), **form.cleaned_data)
        return redirect("community", made.slug)
    return render(request, "web/found.html", {"form": form}, status=422 if request.method == "POST" else 200)
