"""What is here already: shown to whoever is about to ask, and never in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Post
from commonplace.conversations.queries.lists import state_of
from commonplace.search import queries as search
from commonplace.search.findable import name_of

LEAST, MOST, BESIDE = 4, 4, 3
TALK = "post"


@dataclass(frozen=True)
class Similar:
    """One of them: an earlier conversation with how it stands in a word and its tone, or the word for what it is."""

    title: SafeString
    url: str
    happened_at: datetime
    state: str | Promise
    tone: str = ""


@dataclass(frozen=True)
class Alike:
    """Earlier conversations, and what else is kept or planned here, each the nearest first."""

    talk: Sequence[Similar] = ()
    others: Sequence[Similar] = ()

    def __bool__(self) -> bool:
        return bool(self.talk or self.others)


def similar_to(viewpoint: Viewpoint, title: str) -> Alike:
    """At most four earlier conversations like this title and three other things, of those that the viewer may read."""
    if viewpoint.person is None or len(title.strip()) < LEAST:
        return Alike()
    hits = search.similar(viewpoint.person, viewpoint.community, title, limit=MOST, beside=BESIDE)
    keys = [hit.object_id for hit in hits if hit.kind == TALK]
    openings = Post.objects.select_related("conversation__settlement", "conversation__closure").defer("source", "html")
    known = openings.in_bulk(keys) if keys else {}
    talk, others = [], []
    for hit in hits:
        if hit.kind == TALK:
            state, tone = state_of(known[hit.object_id].conversation) if hit.object_id in known else ("", "")
            talk.append(Similar(hit.title, hit.url, hit.happened_at, state or _("Open"), tone))
        else:
            word = name_of(hit.kind, hit.label, is_opening=hit.is_opening)
            others.append(Similar(hit.title, hit.url, hit.happened_at, word))
    return Alike(talk, others)
