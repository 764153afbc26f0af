"""Whether somebody has a feed already: by its mark, or by the moment since which it is as it is."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import blake2b

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

REMEMBERED = 7 * 24 * 3600


def unless_known(request: HttpRequest, response: HttpResponse, *, now: datetime) -> HttpResponseBase:
    """The response with its marks, or that nothing has changed.

    The latest moment in a feed would not do: what is withdrawn, held or let go changes a feed and no moment in it. So
    the house remembers since when it gives these bytes; where it has forgotten, that is since now.
    """
    mark = blake2b(response.content, digest_size=12).hexdigest()
    # The address may hold a secret, which is kept nowhere.
    place = "feed:" + blake2b(request.get_full_path().encode("utf-8", "replace"), digest_size=16).hexdigest()
    moment = int(now.astimezone(UTC).timestamp())
    known = caches["house"].get(place)
    if isinstance(known, list) and known[0] == mark:
        since = int(known[1])
    else:
        # HTTP knows whole seconds: two changes in one second are told apart.
        since = max(moment, int(known[1]) + 1) if isinstance(known, list) else moment
        caches["house"].set(place, [mark, since], REMEMBERED)
    response.headers["ETag"] = f'"{mark}"'
    response.headers["Last-Modified"] = http_date(since)
    etag = response.headers["ETag"]
    return get_conditional_response(request, etag=etag, last_modified=since, response=response) or response
