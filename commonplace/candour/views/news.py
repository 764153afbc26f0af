"""The list of candid news, as browsers fetch it, and the page of what is held back."""

from __future__ import annotations

from hashlib import sha256

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from commonplace.candour.holds import held
from commonplace.candour.news import news
from commonplace.candour.queries import is_offered
from commonplace.communities.viewpoint import enter

ASKED_AGAIN = 600  # seconds: no browser asks sooner, whatever page it opens


@login_required
@require_safe
def candour_news(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What is new in candid conversations: every member's pages ask for it alike, and get the same."""
    viewpoint = enter(request, slug)
    if not viewpoint.is_member or not is_offered(viewpoint.community):
        raise Http404(slug)
    told = [one.plain() for one in news(viewpoint, now=timezone.now())]
    holds = [one.plain() for one in held(viewpoint.community, now=timezone.now())]
    response = JsonResponse({"news": told, "held": holds}, headers={"Cache-Control": f"private, max-age={ASKED_AGAIN}"})
    response.headers["ETag"] = f'"{sha256(response.content).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response


@never_cache
@login_required
@require_safe
def candour_held(request: HttpRequest, slug: str) -> HttpResponse:
    """Where whoever wrote under a sign reads why their words are held back, and asks for a second look: the same page
    for every member, on which a browser that keeps the sign shows what is its own.
    """
    viewpoint = enter(request, slug)
    if not viewpoint.is_member or not is_offered(viewpoint.community):
        raise Http404(slug)
    return render(request, "candour/held.html", {"viewpoint": viewpoint})
