"""A database that has no time says so: a page with a status that fits, and the words that someone had typed."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import server_error

from commonplace.api.problems import problem
from commonplace.ui.context import look

SECONDS = 10
# SQLite: held by another writer, or for a moment out of reach. PostgreSQL, by the class of its SQLSTATE: no connection,
# no room for one more, set back by another transaction, stopped or waited too long.
SQLITE = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_PROTOCOL")
POSTGRESQL = ("08", "40", "53", "55", "57")
UNREADABLE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent, MultiPartParserError, UnreadablePostError)

# What is never shown again: secrets, and what no person typed.
SECRET = re.compile(r"password|passphrase|code|token|once|credential", re.IGNORECASE)
CHOICE = re.compile(r"[a-z0-9_:./+-]*")


class BusyDatabase:
    """Middleware: turns a busy database, met in a view, into a page that says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for the view; None for every other mishap."""
        return busy(request) if is_busy(error) else None


def stumbled(request: HttpRequest) -> HttpResponse:
    """The house's handler of exceptions: other middleware meets a busy database too, where no view is asked."""
    return busy(request) if is_busy(sys.exception()) else server_error(request)


def is_busy(error: BaseException | None) -> bool:
    """Whether the database would answer later; a mistake in a query is none of its business."""
    if not isinstance(error, DatabaseError | InterfaceError):
        return False
    cause = error.__cause__
    sqlite: str | None = getattr(cause, "sqlite_errorname", None)
    if sqlite is not None:
        return sqlite.startswith(SQLITE)
    state: str | None = getattr(cause, "sqlstate", None)
    if state is not None:
        return state.startswith(POSTGRESQL)
    # A connection that was refused, or lost on the way, has no state to tell.
    return isinstance(error, OperationalError | InterfaceError)


def busy(request: HttpRequest) -> HttpResponse:
    """The answer while the database is busy: nothing was changed, the words come back, and when to try again."""
    if request.path_info.startswith("/api/"):
        response = problem(503, _("The house is busy just now. Nothing was changed; please ask again in a moment."))
    else:
        context = look(request) | {"typed": typed(request), "is_sent": request.method not in ("GET", "HEAD")}
        response = HttpResponse(render_to_string("503.html", context), status=503)
    response.headers["Retry-After"] = str(SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response


def typed(request: HttpRequest) -> list[str]:
    """The words that came with the request, in the order of its form."""
    try:
        fields = list(request.POST.lists())
    except UNREADABLE:
        return []
    return [
        value
        for name, values in fields
        if not SECRET.search(name)
        for value in values
        if not CHOICE.fullmatch(value)
    ]  # fmt: skip
