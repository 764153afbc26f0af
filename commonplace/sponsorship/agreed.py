"""What was agreed between a community and its sponsor, as it stands on the page and is kept in a report."""

from __future__ import annotations

from typing import Any

from commonplace.communities.models import Community


def agreed_as_kept(community: Community) -> dict[str, Any]:
    """The agreement in plain values; empty where there is none."""
    return {}
