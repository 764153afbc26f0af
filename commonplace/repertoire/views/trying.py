"""Saying that one will try what is kept, or what somebody answered."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Post
from commonplace.conversations.views.lookup import post_or_404, post_url
from commonplace.people.models import Person
from commonplace.repertoire.actions import trying
from commonplace.repertoire.actions.rights import NotTheirs
from commonplace.repertoire.models import Resource, Trial
from commonplace.repertoire.views.lookup import enter_to_keep, find_to_say


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def resource_trial(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say it of something kept, or take it back."""
    viewpoint, person, here = find_to_say(request, slug, pk)
    return _said(request, viewpoint, person, here, called=here.title, back=here.url(slug))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def post_trial(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """Say it of what somebody wrote, or take it back."""
    viewpoint, person = enter_to_keep(request, slug)
    found = post_or_404(viewpoint, pk, number)
    return _said(request, viewpoint, person, found, called=found.conversation.title, back=post_url(found, viewpoint))


def _said(
    request: HttpRequest, viewpoint: Viewpoint, person: Person, what: Resource | Post, *, called: str, back: str
) -> HttpResponse:
    if request.method == "POST":
        if "take_back" in request.POST:
            trying.try_no_more(by=person, what=what)
            messages.success(request, _("Taken back. Nobody asks you."))
        else:
            try:
                trying.will_try(by=person, what=what)
            except NotTheirs:
                raise PermissionDenied from None
            messages.success(request, _("Six weeks from now you are asked once what came of it."))
        return HttpResponseRedirect(back)
    of_it = {"resource": what} if isinstance(what, Resource) else {"post": what}
    trial = Trial.objects.filter(person=person, came="", asked_at=None, **of_it).first()
    context = {
        "viewpoint": viewpoint,
        "called": called,
        "back": back,
        "is_said": trial.ask_on if trial is not None else None,
    }
    return render(request, "repertoire/trying.html", context)
