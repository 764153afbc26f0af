"""A hello to a newcomer."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonplace.communities.inside import as_member
from commonplace.communities.joining.actions.greeting import NotBesideThem, greet
from commonplace.communities.joining.forms import HelloForm
from commonplace.communities.models import Greeting, Membership
from commonplace.lib.direction import isolated
from commonplace.people.viewer import require_viewer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hello(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say hello to someone who came in."""
    viewpoint = as_member(request, slug)
    person = require_viewer(request)
    current = Membership.objects.current(timezone.now()).select_related("person", "community")
    membership = get_object_or_404(current, community=viewpoint.community, person__pk=pk)
    if membership.person_id == person.pk or not membership.person.is_claimed:
        raise Http404
    form = HelloForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            greet(by=person, membership=membership, words=form.cleaned_data["words"])
        except NotBesideThem:
            raise Http404 from None
        messages.success(
            request,
            _("Your hello is on its way to %(name)s.") % {"name": isolated(viewpoint.name_of(membership.person))},
        )
        return redirect("community", slug)
    context = {
        "viewpoint": viewpoint,
        "community": viewpoint.community,
        "membership": membership,
        "form": form,
        "newcomer": viewpoint.byline_for(membership.person),
        "hellos": [
            (viewpoint.byline_for(one.by), one)
            for one in Greeting.objects.filter(membership=membership).select_related("by").order_by("at")
        ],
        "has_greeted": Greeting.objects.filter(membership=membership, by=person).exists(),
    }
    return render(request, "communities/joining/hello.html", context, status=422 if request.method == "POST" else 200)
