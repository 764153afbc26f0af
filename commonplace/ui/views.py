"""The living style guide, and the choice of a light and of a language."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from commonplace.ui import samples
from commonplace.ui.context import COOKIE, LIGHTS

A_YEAR = 365 * 24 * 3600


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Show every component in both lights."""
    return render(request, "ui/guide.html", samples.everything())


# It sets one harmless cookie, and kept guest pages carry no token.
@csrf_exempt  # nosemgrep: without-csrf
@require_POST
def choose_look(request: HttpRequest) -> HttpResponse:
    """Keep the reader's light in a cookie of their own and return to where they were."""
    response = _back(request)
    chosen = request.POST.get("theme", "")
    if chosen in LIGHTS:
        response.set_cookie(COOKIE, chosen, max_age=A_YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


# As above.
@csrf_exempt  # nosemgrep: without-csrf
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep a stranger's language in a cookie of their own and return to where they were."""
    response = _back(request)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=A_YEAR,
            samesite="Lax",
            secure=request.is_secure(),
            httponly=True,
        )
    return response


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page of this house that they came from."""
    back = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back if safe else "/")  # nosemgrep: outward-redirect  # asked above
