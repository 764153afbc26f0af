"""Where stewards find their way here from."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from commonplace.communities.viewpoint import Viewpoint
from commonplace.transfer.queries import alike_in, waiting_in


def archives(request: HttpRequest, *, viewpoint: Viewpoint) -> Mapping[str, Any] | None:
    """A word on archives, beside the about page, for stewards."""
    if viewpoint.person is None or not viewpoint.is_steward:
        return None
    return {
        "community": viewpoint.community,
        "aside": waiting_in(viewpoint.community),
        "alike": alike_in(viewpoint.community, viewpoint.person),
    }
