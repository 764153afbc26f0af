"""Lists by key: the same pages as in the house, but strict about their tokens."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from pydantic import AfterValidator, BeforeValidator, Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from commonplace.api import schemas
from commonplace.api.problems import Unfit
from commonplace.store import paging


def _without_null(text: str) -> str:
    if "\0" in text:
        raise ValueError("a null byte cannot stand in it")
    return text


def _written(pattern: str, why: str) -> BeforeValidator:
    """Takes what is written as the document says; Pydantic alone would take "1_0", "on" and seconds since 1970 too."""

    def check(said: Any) -> Any:
        if isinstance(said, str) and not re.fullmatch(pattern, said, re.ASCII):
            raise ValueError(why)
        return said

    return BeforeValidator(check)


WHOLE = _written(r"-?(0|[1-9]\d{0,18})", "this is not a whole number, in figures")
NAIVE = r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}(:\d{2}(\.\d+)?)?"
ZONE = r"([Zz]|[+-]\d{2}:\d{2})"


class Told:
    """What the document says of a parameter besides; the generator passes over descriptions of fields."""

    def __init__(self, **more: Any) -> None:
        self.more = more

    def __get_pydantic_json_schema__(self, core: CoreSchema, tell: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**{name: said for name, said in tell(core).items() if name != "format"}, **self.more}


def _leap(said: Any) -> Any:
    """A second that was put in passes for the one before it."""
    return re.sub(r"(?<=[Tt]\d\d:\d\d:)60", "59", said) if isinstance(said, str) else said


Line = Annotated[str, Field(max_length=200), Told(pattern="^[^\\u0000]*$"), AfterValidator(_without_null)]
Size = Annotated[int, Field(ge=1, le=100), Told(description="How many at a time."), WHOLE]
After = Annotated[
    str,
    Field(max_length=400, pattern="^[A-Za-z0-9_-]*$"),
    Told(description="Where to go on; take it from `next` of the page before. Another is refused."),
]
YesOrNo = Annotated[bool, _written("true|false", "it is true or false")]
Moment = Annotated[
    datetime,
    Told(
        description="A moment. Without a zone it is meant in yours; a day means its beginning.",
        anyOf=[{"format": "date-time"}, {"format": "date"}, {"pattern": f"^{NAIVE}$"}],
        # The calendar that is meant has no year 0.
        **{"not": {"pattern": "^0000"}},
    ),
    BeforeValidator(_leap),
    _written(rf"\d{{4}}-\d{{2}}-\d{{2}}|{NAIVE}{ZONE}?", "this is no moment as ISO 8601 writes it"),
]


def listed[Row: Model, Item](
    request: HttpRequest,
    rows: QuerySet[Row],
    *,
    by: Sequence[str],
    after: str,
    size: int,
    tell: Callable[[Row], Item],
) -> schemas.Page[Item]:
    """A page of rows put into their shape; raises Unfit where `after` is no token of this list."""
    try:
        page = paging.page(rows, by=by, after=after or None, size=size, strict=True)
    except paging.NoToken:
        raise Unfit("after", _("This is not where a page of this list goes on.")) from None
    return schemas.Page(items=[tell(row) for row in page.items], next=onward(request, after=page.older))


def onward(request: HttpRequest, *, after: str | None) -> str | None:
    """The address of the next page, narrowed as this one is."""
    if not after:
        return None
    asked = request.GET.copy()
    asked["after"] = after
    return f"{settings.BASE_URL}{request.path}?{asked.urlencode()}"
