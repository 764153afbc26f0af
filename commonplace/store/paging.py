"""Lists that grow, in pages held by a key: nothing is counted or skipped, and no page moves when things are added."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Model, Q, QuerySet

from commonplace.store.prepared import Rows

TOKEN_LENGTH = 400
ONWARD, BACK = "o", "n"


@dataclass(frozen=True)
class Page[T]:
    """One page: its items, and tokens of the pages nearer the start (``newer``) and the end (``older``)."""

    items: list[T]
    newer: str | None = None
    older: str | None = None


class NoToken(ValueError):
    """The token is torn, forged or from another list; readers get the first page."""


def page[M: Model](
    queryset: QuerySet[M],
    *,
    by: Sequence[str] = ("-last_post_at", "-id"),
    after: str | None = None,
    size: int = 30,
    strict: bool = False,
) -> Page[M]:
    """Return the page of ``queryset`` that the token ``after`` names, the first one for no token or a bad one.

    ``by`` orders it: fields that are never null, the last of them unique. Programs go on until there is no more, so
    ``strict`` raises NoToken for a bad token and leaves a page behind the end empty.
    """
    ordered = queryset.order_by(*by)
    try:
        way, key = _read(after, queryset, by) if after else ("", [])
    except NoToken:
        if strict:
            raise
        way, key = "", []
    if way == BACK:
        near = list(ordered.reverse().filter(_beyond([_turned(name) for name in by], key))[: size + 1])
        if len(near) >= size:
            items = near[:size][::-1]
            newer = _token(BACK, items[0], by) if len(near) > size else None
            return Page(items, newer=newer, older=_token(ONWARD, items[-1], by))
        way, key = "", []  # near the start: show a full first page rather than a short one
    far = list((ordered.filter(_beyond(by, key)) if way else ordered)[: size + 1])
    if way and not far and not strict:
        return page(queryset, by=by, size=size)
    items = far[:size]
    return Page(
        items,
        newer=_token(BACK, items[0], by) if way and items else None,
        older=_token(ONWARD, items[-1], by) if len(far) > size else None,
    )


def onward[M: Model](rows: Rows[M], *, by: Sequence[str], size: int) -> str | None:
    """Return the token of where a list goes on, of whose rows one more than its `size` was asked for."""
    return _token(ONWARD, rows.part(size - 1, size)[0], by) if len(rows) > size else None


def key_of(after: str, queryset: QuerySet[Any], *, by: Sequence[str]) -> list[Any] | None:
    """Return the key behind which a token goes on, or None for one that leads back; raise NoToken."""
    way, key = _read(after, queryset, by)
    return key if way == ONWARD else None


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(by: Sequence[str], key: list[Any]) -> Q:
    """Match rows after ``key`` in the order of ``by``; the first column is bounded alone too, for the index."""
    match = Q()
    for depth, name in enumerate(by):
        same = {one.lstrip("-"): value for one, value in zip(by[:depth], key, strict=False)}
        step = "lt" if name.startswith("-") else "gt"
        match |= Q(**same, **{f"{name.lstrip('-')}__{step}": key[depth]})
    first = by[0]
    return match & Q(**{f"{first.lstrip('-')}__{'lte' if first.startswith('-') else 'gte'}": key[0]})


def _token(way: str, item: Model, by: Sequence[str]) -> str:
    key = [_spoken(_value(item, name.lstrip("-"))) for name in by]
    return base64.urlsafe_b64encode(json.dumps([way, *key], separators=(",", ":")).encode()).decode().rstrip("=")


def _value(item: Any, path: str) -> Any:
    for name in path.split("__"):
        item = getattr(item, name)
    return item


def _spoken(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _read(token: str, queryset: QuerySet[Any], by: Sequence[str]) -> tuple[str, list[Any]]:
    if len(token) > TOKEN_LENGTH or not token.isascii():
        raise NoToken
    try:
        way, *spoken = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        key = [_heard(queryset, name.lstrip("-"), one) for name, one in zip(by, spoken, strict=True)]
    except (ValueError, TypeError, ValidationError, binascii.Error, RecursionError, OverflowError) as torn:
        raise NoToken from torn
    if way not in (ONWARD, BACK):
        raise NoToken
    return way, key


def _heard(queryset: QuerySet[Any], path: str, spoken: Any) -> Any:
    if not isinstance(spoken, str | int) or isinstance(spoken, bool):
        raise NoToken
    if isinstance(spoken, int) and not -(2**63) <= spoken < 2**63:
        raise NoToken
    if isinstance(spoken, str) and "\0" in spoken:
        raise NoToken
    value = _field(queryset, path).to_python(spoken)
    if value is None:
        raise NoToken
    return value


def _field(queryset: QuerySet[Any], path: str) -> Field[Any, Any]:
    if path in queryset.query.annotations:
        return queryset.query.annotations[path].output_field
    model: Any = queryset.model
    *through, last = path.split("__")
    try:
        for name in through:
            model = model._meta.get_field(name).related_model
        return model._meta.get_field(model._meta.pk.name if last == "pk" else last)  # type: ignore[no-any-return]
    except FieldDoesNotExist as unknown:
        raise LookupError(f"cannot page by {path!r}") from unknown
