"""A list for every kind of content whose shape a room has declared, but for those that have endpoints of their own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from commonplace.api.auth import ANYONE
from commonplace.api.endpoints.communities import viewpoint_of
from commonplace.api.listing import After, Size, listed
from commonplace.api.schemas import Page
from commonplace.communities.shapes import SHAPES, Shape

# Conversations are narrowed in ways of their own, and posts stand under theirs.
WITH_ENDPOINTS_OF_THEIR_OWN = ("conversation", "post")


def router() -> Router:
    """The lists of all that rooms have declared by now."""
    lists = Router(tags=["content"])
    for shape in SHAPES:
        if shape.kind not in WITH_ENDPOINTS_OF_THEIR_OWN:
            schema: Any = shape.schema
            lists.add_api_operation(
                f"/{{slug:slug}}/{shape.name}",
                ["GET"],
                _list_of(shape),
                auth=ANYONE,
                response=Page[schema],
                summary=str(shape.summary),
                operation_id=f"list_{shape.name.replace('-', '_')}",
            )
    return lists


def _list_of(shape: Shape) -> Any:
    def content(request: HttpRequest, slug: str, after: After = "", limit: Size = 30) -> Page[Any]:
        """Those that you may see."""
        viewpoint = viewpoint_of(request, slug)
        return listed(
            request,
            shape.rows(viewpoint),
            by=shape.by,
            after=after,
            size=limit,
            tell=lambda row: shape.tell(row, viewpoint),
        )

    return content
