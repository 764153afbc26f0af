"""What cultivation shows on pages of other rooms: the way to the season, for those who plan it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint


def season_beside(request: HttpRequest, *, viewpoint: Viewpoint) -> Mapping[str, Any] | None:
    """The way to the season, for stewards of a community that looks at how it is doing."""
    return {} if viewpoint.is_steward and is_on(viewpoint.community, "cultivation") else None
