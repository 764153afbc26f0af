"""What a launch shows on pages of lower rooms: beside About, the community's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint
from commonplace.launch.models import MODULE, Term


def beside_about(request: HttpRequest, *, viewpoint: Viewpoint) -> Mapping[str, Any] | None:
    """For people inside, where there are any."""
    if not viewpoint.is_member or not is_on(viewpoint.community, MODULE):
        return None
    seen = Term.objects.visible_to(viewpoint.person).filter(launch__community=viewpoint.community)
    return {} if seen.exists() else None
