"""One resource as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.gatherings.models import Gathering
from commonplace.people.languages import language_choices
from commonplace.repertoire.kinds import LICENCES, shape_of
from commonplace.repertoire.models import Resource, Translation
from commonplace.repertoire.queries.harvested import Quote
from commonplace.ui.addresses import address


@dataclass(frozen=True)
class Chapter:
    """A section as it is read: what its writers say, and what it quotes."""

    key: str
    heading: str
    html: str
    quotes: Sequence[Quote] = ()


@dataclass(frozen=True)
class Origin:
    """Where a resource came from: what it is called, its page, and when that was."""

    title: str
    url: str
    at: datetime | None = None
    kind: str = ""


def chapters_of(said_in: Resource | Translation, kind: str, quotes: Mapping[str, Sequence[Quote]]) -> Sequence[Chapter]:
    """Its sections in the order of its kind, with what is quoted in each; one query."""
    rows = said_in.parts if isinstance(said_in, Translation) else said_in.sections
    said = dict(rows.values_list("part", "html"))
    return [
        Chapter(part.key, str(part.heading), said.get(part.key, ""), quotes.get(part.key, ()))
        for part in shape_of(kind).parts
        if part.key in said or part.key in quotes
    ]


def origin_of(resource: Resource, viewpoint: Viewpoint) -> Origin | None:
    """What it came from here, if the viewer may see that; one query at most."""
    slug = viewpoint.community.slug
    if resource.conversation_id is not None:
        seen = Conversation.objects.visible_to(viewpoint.person)
        # Or the one that it was joined to.
        talk = seen.filter(Q(pk=resource.conversation_id) | Q(merged__pk=resource.conversation_id)).first()
        if talk is not None:
            return Origin(talk.title, address("conversation", slug, talk.pk), talk.opened_at, talk.kind_words)
    elif resource.gathering_id is not None:
        held = Gathering.objects.visible_to(viewpoint.person).filter(pk=resource.gathering_id).first()
        if held is not None:
            return Origin(held.title, address("gathering", slug, held.pk), held.starts_at)
    return None


def licence_words(resource: Resource) -> str:
    """What others may do with it, in words."""
    return str(LICENCES.get(resource.licence, "")) if resource.licence else ""


def language_words(resource: Resource) -> str:
    """The language that it is written in, in words."""
    return dict(language_choices()).get(resource.language, "") if resource.language else ""
