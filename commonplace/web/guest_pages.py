"""Pages of a community kept whole for guests: rendered once for each state of the community, then only handed out.

The community's `version` moves with every visible change, `changed_at` with every change of a person's name or of
what a neighbour is called and who may know of it, and all are read for each request, so what is withdrawn or held is
gone at once, from every process. A page that carries anything of one visitor (a cookie, a token against forgery, a
message) is never kept.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import BaseCache, caches
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request

from commonplace.ui.clock import wants_half_days

# "Three hours ago" may be as old as this.
SECONDS = 10 * 60
# What a page is rendered from besides its address and the state of the community.
COOKIES = ("theme", "zone")
COMMUNITY = re.compile(r"/c/([-\w]+)/")
LONGEST_QUERY = 500
ACCEPTS_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")
# One indexed read in place of a query built anew: it runs before every page that a guest asks for.
STATE = """SELECT version, visibility, (SELECT max(changed_at) FROM people_person),
(SELECT max(changed_at) FROM communities_community) FROM communities_community WHERE slug = %s"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A rendered page: its headers, its mark, its body compressed."""

    headers: tuple[tuple[str, str], ...]
    etag: str
    packed: bytes


class GuestPages:
    """Middleware: hands out kept pages to whoever has no session, and keeps what it renders for them."""

    def __init__(
        self, get_response: Callable[[HttpRequest], HttpResponseBase], *, cache: BaseCache | None = None
    ) -> None:
        self.get_response = get_response
        self.cache = caches["pages"] if cache is None else cache

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = _key(request)
        if key is None:
            return self.get_response(request)
        written = self.cache.get(key)
        if isinstance(written, bytes):
            return _answer(request, _read(written))
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or not _may_be_kept(request, response):
            return response
        kept = _kept(response)
        self.cache.set(key, _written(kept), SECONDS)
        return _answer(request, kept)


def _key(request: HttpRequest) -> str | None:
    """What the page is rendered from, as one key; None for what is not kept."""
    found = COMMUNITY.match(request.path_info)
    if (
        found is None
        or request.method != "GET"
        or settings.SESSION_COOKIE_NAME in request.COOKIES
        or "HTTP_HX_REQUEST" in request.META
        or len(query := request.META.get("QUERY_STRING", "")) > LONGEST_QUERY
    ):
        return None
    state = _state(found[1])
    if state is None:
        return None
    parts = (
        request.scheme,
        request.get_host(),
        request.path,
        query,
        language := get_language_from_request(request),
        wants_half_days(request.headers.get("Accept-Language", ""), language),
        *(request.COOKIES.get(name, "") for name in COOKIES),
        getattr(staticfiles_storage, "manifest_hash", ""),
        *state,
    )
    return "guest:" + blake2b("\0".join(map(str, parts)).encode("utf-8", "replace"), digest_size=20).hexdigest()


def _state(slug: str) -> tuple[object, ...] | None:
    """The community's version and visibility, and when a profile or a neighbour last changed; None where there is
    none.
    """
    with connection.cursor() as cursor:
        cursor.execute(STATE, [slug])
        state: tuple[object, ...] | None = cursor.fetchone()
    return state


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether nothing of this one visitor is in the page."""
    return (
        response.status_code == 200
        and not response.cookies
        and "CSRF_COOKIE_NEEDS_UPDATE" not in request.META
        and response.headers.get("Content-Type", "").startswith("text/html")
        and "Content-Encoding" not in response.headers
        and not {"no-store", "private"}
        & {part.strip() for part in response.headers.get("Cache-Control", "").split(",")}
    )


def _kept(response: HttpResponse) -> Kept:
    patch_vary_headers(response, ["Cookie", "Accept-Language", "Accept-Encoding"])
    # Browsers may keep it too, but ask each time whether it still stands.
    response.headers["Cache-Control"] = "no-cache"
    del response.headers["Content-Length"]
    etag = f'W/"{blake2b(response.content, digest_size=12).hexdigest()}"'
    return Kept(tuple(response.headers.items()), etag, gzip.compress(response.content, compresslevel=5, mtime=0))


def _written(kept: Kept) -> bytes:
    """A page as the cache has it: what stands around it in one line of JSON, then its body."""
    return json.dumps([kept.headers, kept.etag]).encode() + b"\n" + kept.packed


def _read(written: bytes) -> Kept:
    around, _line, packed = written.partition(b"\n")
    headers, etag = json.loads(around)
    return Kept(tuple((name, value) for name, value in headers), etag, packed)


def _answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    response: HttpResponse
    if kept.etag in request.META.get("HTTP_IF_NONE_MATCH", ""):
        response = HttpResponseNotModified()
        for name, value in kept.headers:
            if name != "Content-Type":
                response.headers[name] = value
    elif ACCEPTS_GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        # Safe from BREACH: there is no secret in a page that everyone gets.
        response = HttpResponse(kept.packed, headers=dict(kept.headers))
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(gzip.decompress(kept.packed), headers=dict(kept.headers))
    response.headers["ETag"] = kept.etag
    if not isinstance(response, HttpResponseNotModified):
        response.headers["Content-Length"] = str(len(response.content))
    return response
