"""A house that has no time or no room says so: a page with a fitting status, and the words that someone had typed."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import server_error

from commonplace.api.problems import problem
from commonplace.files.refusals import FULL, StorageTrouble
from commonplace.ui.context import look
from commonplace.web.typed import typed

SECONDS = 10
SECONDS_TO_MAKE_ROOM = 5 * 60
# SQLite: held by another writer, or for a moment out of reach. PostgreSQL, by the class of its SQLSTATE: no connection,
# no room for one more, set back by another transaction, stopped or waited too long.
SQLITE = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_PROTOCOL")
POSTGRESQL = ("08", "40", "53", "55", "57")
# No room left, or none that may be written; where a file was to be kept, OSError says so (`refusals.FULL`).
SQLITE_FULL = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY")
POSTGRESQL_FULL = ("53100", "58", "25006")

logger = logging.getLogger(__name__)


class BusyDatabase:
    """Middleware: a busy database, a full disk or storage that is away, met in a view, becomes a page that says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for the view; None for every other mishap."""
        return _answer(request, error)


def stumbled(request: HttpRequest) -> HttpResponse:
    """The house's handler of exceptions: other middleware meets a busy database too, where no view is asked."""
    return _answer(request, sys.exception()) or server_error(request)


def _answer(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    if is_full(error):
        logger.error("Nothing can be written, and people are told so: %s", error)
        return full(request)
    if isinstance(error, StorageTrouble):
        return away(request)
    return busy(request) if is_busy(error) else None


def is_busy(error: BaseException | None) -> bool:
    """Whether the database would answer later; a mistake in a query is none of its business."""
    if not isinstance(error, DatabaseError | InterfaceError) or is_full(error):
        return False
    sqlite, state = _said(error)
    if sqlite is not None:
        return sqlite.startswith(SQLITE)
    if state is not None:
        return state.startswith(POSTGRESQL)
    # A connection that was refused, or lost on the way, has no state to tell.
    return isinstance(error, OperationalError | InterfaceError)


def is_full(error: BaseException | None) -> bool:
    """Whether there is no room on the disk, or none that may be written."""
    if isinstance(error, OSError):
        return error.errno in FULL
    if not isinstance(error, DatabaseError):
        return False
    sqlite, state = _said(error)
    return (sqlite or "").startswith(SQLITE_FULL) or (state or "").startswith(POSTGRESQL_FULL)


def _said(error: BaseException) -> tuple[str | None, str | None]:
    """What SQLite calls the error, or the SQLSTATE of PostgreSQL."""
    cause = error.__cause__
    return getattr(cause, "sqlite_errorname", None), getattr(cause, "sqlstate", None)


def busy(request: HttpRequest) -> HttpResponse:
    """The answer while the database is busy: nothing was changed, the words come back, and when to try again."""
    words = _("The house is busy just now. Nothing was changed; please ask again in a moment.")
    return _unanswered(request, words, seconds=SECONDS)


def full(request: HttpRequest) -> HttpResponse:
    """The answer while nothing can be written: nothing was changed, and the words come back."""
    words = _("The house has no room to write just now. Nothing was changed; please ask again later.")
    return _unanswered(request, words, seconds=SECONDS_TO_MAKE_ROOM, is_full=True)


def away(request: HttpRequest) -> HttpResponse:
    """The answer while files can neither be kept nor fetched: nothing was changed, and the words come back."""
    words = _("The place where this house keeps files does not answer just now. Nothing was changed.")
    return _unanswered(request, words, seconds=SECONDS_TO_MAKE_ROOM, is_away=True)


def _unanswered(request: HttpRequest, words: str, *, seconds: int, **why: bool) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        response = problem(503, words)
    else:
        is_sent = request.method not in ("GET", "HEAD")
        context = look(request) | {"typed": typed(request), "is_sent": is_sent, **why}
        response = HttpResponse(render_to_string("503.html", context), status=503)
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    return response
