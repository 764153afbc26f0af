"""A steward asks on behalf of a member: under their own name, and saying that they know whose it is."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from commonplace.candour.forms import OnBehalfForm
from commonplace.candour.queries import MODULE
from commonplace.communities.inside import as_steward
from commonplace.communities.modules import is_on
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.rate_limit import TooFast, require_room
from commonplace.conversations.views.lookup import writable_spaces
from commonplace.lib.sending import key_of_sending
from commonplace.people.viewer import require_viewer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def candour_behalf(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for somebody; the house is told nothing of who they are."""
    viewpoint, person = as_steward(request, slug), require_viewer(request)
    if not is_on(viewpoint.community, MODULE):
        raise Http404(slug)
    spaces = writable_spaces(viewpoint)
    form = OnBehalfForm(request.POST or None, spaces=spaces)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            data = form.cleaned_data
            space = form.spaces[data["space"]]
            said = (data["kind"], data["title"], data["text"])
            try:
                require_room(person, now=timezone.now())
                made = open_conversation(
                    by=person,
                    space=space,
                    kind=data["kind"],
                    title=data["title"],
                    text=data["text"],
                    is_on_behalf=True,
                    idempotency_key=key_of_sending(data["idempotency_key"], space.pk, *said),
                )
            except TooFast as too_fast:
                form.add_error(None, too_fast.words)
                status = HTTPStatus.TOO_MANY_REQUESTS
            else:
                return redirect("conversation", slug, made.pk)
    return render(request, "candour/behalf.html", {"viewpoint": viewpoint, "form": form}, status=status)
