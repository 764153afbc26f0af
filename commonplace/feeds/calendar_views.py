"""Calendars by their addresses: of what anyone may see, under a secret, and one gathering to put into one's own."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from commonplace.communities.viewpoint import look
from commonplace.feeds import calendars
from commonplace.feeds.unchanged import unless_known
from commonplace.gatherings.models import Gathering
from commonplace.people.viewer import viewer


@require_safe
def public_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What anyone may see of a community's gatherings, in its language."""
    now = timezone.now()
    response = _answer(request, calendars.public(slug, now=now))
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def secret_calendar(request: HttpRequest, calendar: str, pk: int | None = None) -> HttpResponseBase:
    """What the person of a secret address may see today; kept by nobody between, found by none."""
    response = _answer(request, calendars.bearer(calendar, now=timezone.now(), pk=pk))
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
@never_cache
def gathering_calendar(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """One gathering as a file, which a program puts into one's own calendar."""
    now = timezone.now()
    viewpoint = look(viewer(request), slug)
    seen = Gathering.objects.visible_to(viewpoint.person).filter(pk=pk)
    calendar = calendars.of_community(viewpoint, seen, now=now)
    if not calendar.rows:
        raise Http404(pk)
    response = HttpResponse(calendar.as_bytes(now=now), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-{pk}.ics"'
    return response


def _answer(request: HttpRequest, calendar: calendars.Calendar) -> HttpResponseBase:
    now = timezone.now()
    language = calendar.language if calendar.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(language):
        written = calendar.as_bytes(now=now)
    response = HttpResponse(written, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Disposition"] = 'inline; filename="gatherings.ics"'
    return unless_known(request, response, now=now)
