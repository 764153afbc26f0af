"""What runs show on the page of a gathering, and in the letter's link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint
from commonplace.gatherings.models import Gathering
from commonplace.protocols.places import MODULE
from commonplace.runs.models import Run


def of_gathering(request: HttpRequest, *, viewpoint: Viewpoint, gathering: Gathering) -> Mapping[str, Any] | None:
    """Whether it is going on; for members, one query."""
    if not viewpoint.is_member or not is_on(viewpoint.community, MODULE) or gathering.is_cancelled:
        return None
    run = Run.objects.filter(gathering=gathering).only("finished_at").first()
    return {"run": run}


def door_of(request: HttpRequest, *, gathering: Gathering, token: str) -> Mapping[str, Any] | None:
    """For whoever came by the link of a letter: the table, while people sit at it."""
    if not Run.objects.filter(gathering=gathering, finished_at=None).exists():
        return None
    return {}
