"""The door by which a mail provider calls the house."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from commonplace.mail.providers import NoProvider, provider, require_passphrase, take


@csrf_exempt  # nosemgrep: without-csrf  # a program calls, and shows that it is the provider by its passphrase
@require_http_methods(["HEAD", "POST"])
def provider_calls(request: HttpRequest, kind: str) -> HttpResponse:
    """Take in what a mail provider says; 404 where the operator names none, 400 where it is not the provider."""
    try:
        provider()
        if request.method == "HEAD":  # some ask so whether anybody is there
            return HttpResponse()
        if request.content_type == "application/json":
            require_passphrase(request)
            # A letter is larger than a form may be; the door before has bounded it.
            if _length(request) > 2 * settings.MAIL_MAX_BYTES:
                return HttpResponse(status=413)
            request._body = request.read()  # where `body` looks first
        take(request, kind, now=timezone.now())
    except NoProvider:
        raise Http404 from None
    return HttpResponse()


def _length(request: HttpRequest) -> int:
    """How long what is said is, as the caller has it; what is no number counts as nothing, as where it is read."""
    try:
        return int(request.headers.get("Content-Length", ""))
    except ValueError:
        return 0
