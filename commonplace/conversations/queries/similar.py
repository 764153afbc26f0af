"""What is here already: shown to whoever is about to ask, and never in the way."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from commonplace.communities.doors import Confidence
from commonplace.communities.models import Space
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Post
from commonplace.conversations.queries.lists import state_of
from commonplace.search import queries as search
from commonplace.search.findable import name_of
from commonplace.search.meaning import service_here

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


def similar_to(viewpoint: Viewpoint, title: str, *, may_be_told: bool = False) -> Alike:
    """At most four earlier conversations like this title and three other things, of those that the viewer may read; a
    service that compares what is meant hears it where it `may_be_told`.
    """
    if viewpoint.person is None or len(title.strip()) < LEAST:
        return Alike()
    person, community = viewpoint.person, viewpoint.community
    hits = search.similar(person, community, title, limit=MOST, beside=BESIDE, may_be_told=may_be_told)
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


def compared_by(spaces: Collection[Space]) -> str:
    """The name of the service that compares titles written for one of these spaces; empty where whoever runs the house
    named none, and where something is said in confidence in one of them: it would be heard before that one is chosen.
    """
    service = service_here()
    is_open = all(one.confidence == Confidence.ORDINARY for one in spaces)
    return service.name if service and is_open else ""
