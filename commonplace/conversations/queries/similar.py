"""What was already talked about: shown to whoever is about to ask, and never in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Post
from commonplace.conversations.queries.lists import state_of
from commonplace.search import queries as search

LEAST, MOST = 4, 4


@dataclass(frozen=True)
class Similar:
    """An earlier conversation, with how it stands in a word and its tone."""

    title: SafeString
    url: str
    happened_at: datetime
    state: str
    tone: str


def similar_to(viewpoint: Viewpoint, title: str) -> Sequence[Similar]:
    """Earlier conversations like this title that the viewer may read, the nearest first."""
    if viewpoint.person is None or len(title.strip()) < LEAST:
        return []
    hits = search.similar(viewpoint.person, viewpoint.community, title, limit=MOST)
    if not hits:
        return []
    openings = Post.objects.select_related("conversation__settlement", "conversation__closure").defer("source", "html")
    known = openings.in_bulk([hit.object_id for hit in hits])
    found = []
    for hit in hits:
        state, tone = state_of(known[hit.object_id].conversation) if hit.object_id in known else ("", "")
        found.append(Similar(hit.title, hit.url, hit.happened_at, state or _("Open"), tone))
    return found
