"""A report as a PDF, by WeasyPrint where whoever runs the house has installed it; a house without it prints by browser.

Nothing is fetched while it is made but the fonts and styles of the house itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.http import HttpRequest
from django.template.loader import render_to_string

from commonplace.sponsorship.models import Report
from commonplace.sponsorship.queries.on_paper import sheet_on_paper
from commonplace.sponsorship.queries.reports import Sheet

LIBRARY = "weasyprint"
# No address that anybody fetches: files of the house by their names.
PREFIX = "https://house.invalid/static/"


class NotOurs(ValueError):
    """An address that is no file of the house."""


@cache
def is_here() -> bool:
    """Whether WeasyPrint is installed, and the libraries that it draws with."""
    if find_spec(LIBRARY) is None:
        return False
    try:
        import_module(LIBRARY)
    except OSError:  # a library of the system that it draws with
        return False
    return True


def place_of(report: Report) -> str:
    """The address at which all of it stands, to be read on paper."""
    return f"{settings.BASE_URL}{report.url(report.community.slug)}"


def of(sheet: Sheet, *, request: HttpRequest | None = None) -> bytes:
    """Its two pages, A4."""
    said = {"sheet": sheet, "report": sheet.report, "paper": sheet_on_paper(sheet), "place": place_of(sheet.report)}
    html = render_to_string("sponsorship/report_file.html", said, request=request)
    document = import_module(LIBRARY).HTML(string=html, url_fetcher=_fetcher(), base_url=PREFIX)
    return bytes(document.write_pdf())


def _fetcher() -> Callable[..., Any]:
    """What WeasyPrint asks for files: a function up to its version 67, an object of its own since."""
    urls = import_module(f"{LIBRARY}.urls")
    if not hasattr(urls, "URLFetcherResponse"):
        return fetched

    def fetch(_self: Any, url: str, _headers: Any = None) -> Any:
        found = fetched(url)
        return urls.URLFetcherResponse(url, found["string"], {"Content-Type": found["mime_type"]})

    made: Callable[..., Any] = type("OfTheHouse", (urls.URLFetcher,), {"fetch": fetch})()
    return made


def fetched(url: str, *_: Any, **__: Any) -> dict[str, Any]:
    """A font or style of the house, by its name; raises NotOurs for everything else."""
    try:
        found = finders.find(url.removeprefix(PREFIX)) if url.startswith(PREFIX) else None
    except SuspiciousFileOperation:
        found = None
    if not isinstance(found, str):
        raise NotOurs(url)
    return {"string": Path(found).read_bytes(), "mime_type": guess_type(found)[0] or "application/octet-stream"}
