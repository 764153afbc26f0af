"""What is asked about saved reasons."""

from __future__ import annotations

from collections.abc import Sequence

from commonplace.communities.models import SavedReason
from commonplace.communities.viewpoint import Viewpoint

# More than one looks through while deciding.
MOST = 30


def saved_reasons(viewpoint: Viewpoint) -> Sequence[SavedReason] | None:
    """The community's reasons in their order; None to whoever is no steward, who is not asked to choose among them."""
    if not viewpoint.is_steward:
        return None
    return list(SavedReason.objects.filter(community=viewpoint.community).order_by("position", "pk")[:MOST])
