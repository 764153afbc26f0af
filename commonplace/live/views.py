"""`/live/<topic>/?past=n`: listening, by a line that stays open, or by asking again and again."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from commonplace.live.hub import Hearing
from commonplace.live.telling import as_json, tell
from commonplace.live.topics import called
from commonplace.live.versions import version_of


class HearingResponse(StreamingHttpResponse):
    """A line that the door of the house keeps open (see `house/whole_requests.py`).

    A server without that door says what has changed by now and ends; the browser asks again after a second.
    """

    def __init__(self, hearing: Hearing) -> None:
        super().__init__(_once(hearing), content_type="text/event-stream")
        self.hearing = hearing
        # nginx would hold the words back until there are many.
        self.headers["X-Accel-Buffering"] = "no"


def _once(hearing: Hearing) -> Iterator[bytes]:
    yield b"retry: 1000\n\n"
    topic, _dash, key = hearing.name.rpartition("-")
    version = version_of(topic, int(key))
    if version != hearing.past:
        listener = hearing.listener
        (said,) = tell(hearing.name, version, [(listener.who, listener.sight, hearing.past)])
        if said is not None:
            yield said


@never_cache
@require_safe
def listen(request: HttpRequest, live: str) -> HttpResponseBase:
    """What changed since version `past`: a stream for whoever asks for events, else JSON, or nothing (204)."""
    found = called(live)
    if found is None:
        raise Http404(live)
    one, key = found
    listener = one.enter(request, key)
    # A line that broke off says itself what it heard last.
    past = _number(request.headers.get("Last-Event-ID")) or _number(request.GET.get("past")) or 0
    if "text/event-stream" in request.headers.get("Accept", ""):
        return HearingResponse(Hearing(live, listener, past))
    version = version_of(one.code, key)
    if version == past or listener.who not in one.still(key, {listener.who}):
        return HttpResponse(status=204)
    return JsonResponse(as_json(version, one.tell(key, listener.sight, past), listener.who))


def _number(said: str | None) -> int:
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 16 else 0
