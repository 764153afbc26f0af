"""The living style guide, the choice of a light and of a language, and what makes the house an app of its own."""

import json
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from commonplace.ui import samples
from commonplace.ui.context import COOKIE, LIGHTS

A_YEAR = 365 * 24 * 3600
WORKER = Path(__file__).parent / "static/ui/js/worker.js"
# The colour of paper by day (see css/tokens.css), for the frame that a device draws.
PAPER = "#f9f6ef"


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Show every component in both lights."""
    return render(request, "ui/guide.html", samples.everything())


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a device asks before it puts the house beside its other apps."""
    icon = {"type": "image/png", "purpose": "any"}
    told = {
        "id": "/",
        "name": settings.HOUSE_NAME,
        "short_name": settings.HOUSE_NAME[:12],
        "description": _("A home for communities of practice"),
        "lang": translation.get_language(),
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {"src": static("ui/mark.svg"), "type": "image/svg+xml", "sizes": "any"},
            *({**icon, "src": static(f"ui/icons/{size}.png"), "sizes": f"{size}x{size}"} for size in (192, 512)),
            {**icon, "src": static("ui/icons/mask.png"), "sizes": "512x512", "purpose": "maskable"},
        ],
    }
    return JsonResponse(told, content_type="application/manifest+json", headers={"Cache-Control": "no-cache"})


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that shows what was read last where there is no net; it stands on top, or it would see no page."""
    languages = [code for code, _name in settings.LANGUAGES]
    known = {"LANGUAGES": languages, "WORDS": {code: _waiting_words(code) for code in languages}}
    above = "\n".join(f"const {name} = {json.dumps(value)};" for name, value in known.items())
    script = f"{above}\n{WORKER.read_text()}"
    return HttpResponse(script, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


def _waiting_words(language: str) -> dict[str, str]:
    """What a device says when something waits."""
    with translation.override(language):
        body = _("Something waits for you.")
    return {"title": settings.HOUSE_NAME, "body": body, "lang": language, "icon": static("ui/icons/192.png")}


@require_safe
def offline(request: HttpRequest, language: str) -> HttpResponse:
    """What the worker shows where there is no net, in one of the languages; the same for everyone."""
    if language not in dict(settings.LANGUAGES):
        raise Http404(language)
    with translation.override(language):
        response = render(request, "ui/offline.html")
    response.headers["Content-Language"] = language
    return response


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
