"""Errors that say what is wrong: RFC 9457 problems, each with a sentence and a status that fits."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError

from commonplace.api.limits import seconds_to_wait

MEDIA_TYPE = "application/problem+json"


class Unfit(ValueError):
    """A parameter of the right type that fits nothing here: which one, and why."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field
        self.why = why


def problem(status: int, detail: str, **more: Any) -> HttpResponse:
    """One problem as an answer."""
    said = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    return HttpResponse(json.dumps(said, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)


def not_here(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """The answer to what does not exist, or is not for whoever asks: the same for both."""
    return problem(404, _("There is nothing here, or it is not for you to see."))


def too_many(seconds: int) -> HttpResponse:
    """The answer to whoever asks too often."""
    response = problem(429, _("That was many requests in a short time. Please wait a little."), seconds=seconds)
    response.headers["Retry-After"] = str(seconds)
    return response


def unfit(errors: list[dict[str, str]]) -> HttpResponse:
    """The answer to parameters that do not fit, each named."""
    return problem(422, " ".join(f"{one['field']}: {one['message']}" for one in errors), errors=errors)


def declare(api: NinjaAPI) -> None:
    """Have the API answer its exceptions with problems."""

    def on_invalid(request: HttpRequest, error: Any) -> HttpResponse:
        return unfit(
            [
                {"field": ".".join(str(part) for part in one["loc"][1:]) or str(one["loc"][0]), "message": one["msg"]}
                for one in error.errors
            ]
        )

    def on_refusal(request: HttpRequest, error: Any) -> HttpResponse:
        if isinstance(error, Throttled):
            return too_many(error.wait or 60)
        if error.status_code == HTTPStatus.UNAUTHORIZED and str(error) == "Unauthorized":
            return unauthorised(_("Say who you are: send a token of yours, or sign in."))
        if error.status_code == HTTPStatus.UNAUTHORIZED:
            return unauthorised(str(error))
        return problem(error.status_code, str(error))

    def on_unfit(request: HttpRequest, error: Any) -> HttpResponse:
        return unfit([{"field": error.field, "message": error.why}])

    api.add_exception_handler(ValidationError, on_invalid)
    api.add_exception_handler(HttpError, on_refusal)
    api.add_exception_handler(Http404, not_here)
    api.add_exception_handler(Unfit, on_unfit)


def unauthorised(detail: str) -> HttpResponse:
    """The answer to whoever must say who they are."""
    response = problem(401, detail)
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def guarded(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view behind the limits of size and number; what goes wrong around it is a problem too."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = _stopped(request) or view(request, *args, **kwargs)
        except Http404:
            response = not_here(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            allowed = response.headers["Allow"]
            response = problem(405, _("This address can only be read: %(allowed)s.") % {"allowed": allowed})
            response.headers["Allow"] = allowed
        response.headers.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ["Authorization", "Cookie", "Accept-Language"])
        return response

    return answer


def _stopped(request: HttpRequest) -> HttpResponse | None:
    """What keeps a request from being looked at, if anything does."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit():
        return problem(400, _("The length of this request is not a number."))
    if int(length) > (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0):
        return problem(413, _("This request is too large."))
    if seconds := seconds_to_wait(request):
        return too_many(seconds)
    return None
