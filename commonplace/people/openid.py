"""The way to the organisation's own sign-in server and back; allauth walks it, and here it is made smooth."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.openid_connect import views as openid
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from requests import RequestException

# What stands behind OIDC_URL may be away, or no such server at all.
UNWELL = (RequestException, AttributeError, LookupError, TypeError, ValueError)


def there(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the browser to the other server by a page of its own.

    A form may only be sent within this house (Content-Security-Policy), and browsers hold redirects to that as well.
    """
    answer = _walked(openid.login, request, provider_id)
    if answer.status_code == 302 and urlsplit(answer.headers["Location"]).netloc:
        return render(request, "socialaccount/there.html", {"there": answer.headers["Location"]})
    return answer


def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take in whoever comes back."""
    return _walked(openid.callback, request, provider_id)


def _walked(step: Callable[..., HttpResponse], request: HttpRequest, provider_id: str) -> HttpResponse:
    """One step of allauth's; a server that is unwell is told in words."""
    try:
        provider = get_adapter().get_provider(request, provider_id)
    except SocialApp.DoesNotExist as absent:
        raise Http404 from absent
    try:
        return step(request, provider_id=provider_id)
    except UNWELL as problem:
        answer: HttpResponse = render_authentication_error(request, provider, exception=problem)
        return answer
