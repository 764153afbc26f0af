"""What stands beside a resource: who read it and who stands for it, how it came to be so, where it came from, and what
it leads to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import BigIntegerField, CharField, DateField, DateTimeField, F, Field, Q, QuerySet, Value
from django.db.models.functions import Cast

from commonplace.communities.models import Topic
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.gatherings.models import Gathering
from commonplace.repertoire.models import (
    Collection,
    Resource,
    Retirement,
    Review,
    Revision,
    Supersession,
    Warrant,
)
from commonplace.ui.addresses import address

NEAR = 3  # revisions that its page names
MOST = 5  # collections


@dataclass(frozen=True)
class Said:
    """Somebody stands for it, has read it or wrote a revision: who, when, at which number, and in which words."""

    byline: Byline
    at: datetime
    number: int
    words: str
    until: date | None = None
    is_own: bool = False


@dataclass(frozen=True)
class Around:
    """A word that it is filed under, or a collection that it stands in: its name, and where that leads."""

    name: str
    url: str


@dataclass(frozen=True)
class Origin:
    """Where a resource came from: what it is called, its page, and when that was."""

    title: str
    url: str
    at: datetime | None = None
    kind: str = ""


@dataclass(frozen=True)
class Standing:
    """Who read a resource and who stands for it, what became of it, and its latest revisions, the last first; the words
    that it is filed under, the collections that it stands in, and what it came from, as far as the viewer may see them.
    """

    warrants: Sequence[Said]
    reviews: Sequence[Said]
    revisions: Sequence[Said]
    topics: Sequence[Around]
    collections: Sequence[Around]
    origin: Origin | None
    retirement: Retirement | None
    supersession: Supersession | None

    @property
    def own_warrant(self) -> Said | None:
        """The reader’s own name under it, if it stands there."""
        return next((one for one in self.warrants if one.is_own), None)

    @property
    def has_read(self) -> bool:
        """Whether the reader of the page has said so."""
        return any(one.is_own for one in self.reviews)

    @property
    def is_writer(self) -> bool:
        """Whether the reader of the page wrote it as it stands."""
        return bool(self.revisions) and self.revisions[0].is_own


def standing_of(resource: Resource, viewpoint: Viewpoint, *, today: date) -> Standing:
    """How it stands, in full: one query, and one more where it is used no more."""
    own, slug = viewpoint.person.pk if viewpoint.person is not None else 0, viewpoint.community.slug
    said: dict[str, list[Said]] = {"warrant": [], "review": [], "revision": []}
    topics, collections, origins = list[Around](), list[Around](), list[Origin]()
    for what, number, at, words, until, pk, name, craft, photo, claimed_at in _beside(resource, viewpoint, today):
        match what:
            case "topic":
                topics.append(Around(words, f"{address('repertoire', slug)}?{urlencode({'topic': name})}"))
            case "collection":
                collections.append(Around(words, address("collection", slug, number)))
            case "conversation":
                kind = Conversation(kind=name).kind_words
                origins.append(Origin(words, address("conversation", slug, number), at, kind))
            case "gathering":
                origins.append(Origin(words, address("gathering", slug, number), at))
            case _:
                byline = (
                    viewpoint.byline_for(None)
                    if pk is None
                    else viewpoint.byline_of(pk, name, is_claimed=claimed_at is not None, about=craft, photo_id=photo)
                )
                said[what].append(Said(byline, at, number, words, until, pk == own))
    state = getattr(resource, "state", "")
    later = Supersession.objects.filter(resource=resource).select_related("successor")
    return Standing(
        said["warrant"],
        said["review"],
        sorted(said["revision"], key=lambda one: -one.number),
        sorted(topics, key=lambda one: (one.name, one.url)),
        sorted(collections, key=lambda one: (one.name, one.url))[:MOST],
        origins[0] if origins else None,
        Retirement.objects.filter(resource=resource).first() if state == "retired" else None,
        later.first() if state == "superseded" else None,
    )


def _beside(resource: Resource, viewpoint: Viewpoint, today: date) -> QuerySet[Any, tuple[Any, ...]]:
    person, key = viewpoint.person, F("pk")
    warrants = Warrant.objects.filter(resource=resource, until__gte=today, person__isnull=False)
    revisions = Revision.objects.filter(resource=resource, number__gt=resource.revision - NEAR)
    topics = Topic.objects.filter(pk__in=resource.topics.values("pk"))
    parts = [
        _row(warrants, "warrant", "limits", "person", F("until")),
        _row(Review.objects.filter(resource=resource), "review", "words", "by"),
        _row(revisions, "revision", "summary", "by"),
        _thing(topics, "topic", Value(0), "name", name=F("slug")),
        _thing(Collection.objects.visible_to(person).filter(stops__resource=resource), "collection", key, "title"),
    ]
    if resource.conversation_id is not None:
        # Or the one that it was joined to.
        it = Q(pk=resource.conversation_id) | Q(merged__pk=resource.conversation_id)
        talks = Conversation.objects.visible_to(person).filter(it)
        parts.append(_thing(talks, "conversation", key, "title", at=F("opened_at"), name=F("kind")))
    elif resource.gathering_id is not None:
        held = Gathering.objects.visible_to(person).filter(pk=resource.gathering_id)
        parts.append(_thing(held, "gathering", key, "title", at=F("starts_at")))
    return parts[0].union(*parts[1:], all=True).order_by("said_at", "said_number")


def _row(found: QuerySet[Any], what: str, words: str, who: str, until: Any = None) -> QuerySet[Any, Any]:
    columns = _columns(what, F("number"), F("at"), words, until)
    person = [f"{who}__{name}" for name in ("pk", "name", "craft", "photo", "claimed_at")]
    made: QuerySet[Any, Any] = found.order_by().annotate(**columns).values_list(*columns, *person)
    return made


def _thing(
    found: QuerySet[Any], what: str, number: Any, words: str, *, at: Any = None, name: Any = None
) -> QuerySet[Any, Any]:
    columns = _columns(what, number, at or _nothing(DateTimeField()), words)
    columns |= {
        "no_person": _nothing(BigIntegerField()),
        "called": Cast(name or Value(""), CharField()),
        "no_craft": Value("", output_field=CharField()),
        "no_photo": _nothing(BigIntegerField()),
        "no_claim": _nothing(DateTimeField()),
    }
    made: QuerySet[Any, Any] = found.order_by().annotate(**columns).values_list(*columns)
    return made


def _columns(what: str, number: Any, at: Any, words: str, until: Any = None) -> dict[str, Any]:
    return {
        "said_what": Value(what, output_field=CharField()),
        "said_number": number,
        "said_at": at,
        "said_words": F(words),
        "said_until": until or _nothing(DateField()),
    }


def _nothing(field: Field[Any, Any]) -> Cast:
    return Cast(Value(None), field)


@dataclass(frozen=True)
class Stage:
    """A revision in the list of all."""

    number: int
    at: datetime
    summary: str
    byline: Byline
    taken_by: Byline | None


def stages_of(resource: Resource, viewpoint: Viewpoint) -> list[Stage]:
    """Its revisions, the latest first; one query."""
    rows = Revision.objects.filter(resource=resource).select_related("by", "taken_by").defer("words")
    return [
        Stage(
            one.number,
            one.at,
            one.summary,
            viewpoint.byline_for(one.by),
            viewpoint.byline_for(one.taken_by) if one.taken_by_id is not None else None,
        )
        for one in rows.order_by("-number")
    ]
