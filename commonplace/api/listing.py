"""Lists by key: the same pages as in the house, but strict about their tokens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field

from commonplace.api import shapes
from commonplace.api.problems import Unfit
from commonplace.store import paging


def _without_null(text: str) -> str:
    if "\0" in text:
        raise ValueError("a null byte cannot stand in it")
    return text


Line = Annotated[str, Field(max_length=200), AfterValidator(_without_null)]
Size = Annotated[int, Field(ge=1, le=100, description="How many at a time.")]
After = Annotated[str, Field(max_length=400, description="Where to go on; take it from `next` of the page before.")]


def listed[Row: Model, Item](
    request: HttpRequest,
    rows: QuerySet[Row],
    *,
    by: Sequence[str],
    after: str,
    size: int,
    tell: Callable[[Row], Item],
) -> shapes.Page[Item]:
    """A page of rows put into their shape; raises Unfit where `after` is no token of this list."""
    try:
        page = paging.page(rows, by=by, after=after or None, size=size, strict=True)
    except paging.NoToken:
        raise Unfit("after", _("This is not where a page of this list goes on.")) from None
    return shapes.Page(items=[tell(row) for row in page.items], next=onward(request, after=page.older))


def onward(request: HttpRequest, *, after: str | None) -> str | None:
    """The address of the next page, narrowed as this one is."""
    if not after:
        return None
    asked = request.GET.copy()
    asked["after"] = after
    return f"{settings.BASE_URL}{request.path}?{asked.urlencode()}"
