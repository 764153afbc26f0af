"""Lists as JSON that is ready: told once for all who may read the same rows (see ui/kept_parts.py)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpResponse
from django.utils.safestring import SafeString
from ninja.responses import NinjaJSONEncoder
from pydantic import BaseModel

from commonplace.ui.kept_parts import kept, slot


def ready(tell: Callable[..., str], *, onward: str | None, **facts: Any) -> HttpResponse:
    """The answer that `tell` (which ends with `page`) makes of these facts; `onward` is where the list goes on."""
    body = kept(tell, **facts)(onward=SafeString(json.dumps(onward)))
    return HttpResponse(body, content_type="application/json; charset=utf-8")


def page(items: Iterable[BaseModel]) -> str:
    """Items as a `schemas.Page` says them, with a slot for where it goes on."""
    said = json.dumps([one.model_dump() for one in items], cls=NinjaJSONEncoder)
    return f'{{"items": {said}, "next": {slot("onward")}}}'
