"""What was already talked about: shown to whoever is about to ask, and never in the way."""

from __future__ import annotations

from collections.abc import Sequence

from commonplace.communities.viewpoint import Viewpoint
from commonplace.search import queries as search

LEAST, MOST = 4, 4


def similar_to(viewpoint: Viewpoint, title: str) -> Sequence[search.Hit]:
    """Earlier conversations like this title that the viewer may read, the nearest first."""
    if viewpoint.person is None or len(title.strip()) < LEAST:
        return []
    return search.similar(viewpoint.person, viewpoint.community, title, limit=MOST)
