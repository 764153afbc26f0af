"""What stands beside a resource: who read it and who stands for it, how it came to be so, and what it leads to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast

from commonplace.communities.models import Topic
from commonplace.communities.viewpoint import Byline, Viewpoint
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
class Standing:
    """Who read a resource and who stands for it, what became of it, and its latest revisions, the last first."""

    warrants: Sequence[Said]
    reviews: Sequence[Said]
    revisions: Sequence[Said]
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


@dataclass(frozen=True)
class Around:
    """A word that it is filed under, or a collection that it stands in: its name, and where that leads."""

    name: str
    url: str


def standing_of(resource: Resource, viewpoint: Viewpoint, *, today: date) -> Standing:
    """How it stands, in full: one query, and one more where it is used no more."""
    own = viewpoint.person.pk if viewpoint.person is not None else 0
    said: dict[str, list[Said]] = {"warrant": [], "review": [], "revision": []}
    for what, number, at, words, until, pk, name, craft, photo, claimed_at in _said(resource, today):
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
        Retirement.objects.filter(resource=resource).first() if state == "retired" else None,
        later.first() if state == "superseded" else None,
    )


def _said(resource: Resource, today: date) -> QuerySet[Any, tuple[Any, ...]]:
    warrants = Warrant.objects.filter(resource=resource, until__gte=today, person__isnull=False)
    revisions = Revision.objects.filter(resource=resource, number__gt=resource.revision - NEAR)
    parts = [
        _row(warrants, "warrant", "limits", "person", F("until")),
        _row(Review.objects.filter(resource=resource), "review", "words", "by"),
        _row(revisions, "revision", "summary", "by"),
    ]
    return parts[0].union(*parts[1:], all=True).order_by("said_at", "said_number")


def _row(found: QuerySet[Any], what: str, words: str, who: str, until: Any = None) -> QuerySet[Any, Any]:
    columns = {
        "said_what": Value(what, output_field=CharField()),
        "said_number": F("number"),
        "said_at": F("at"),
        "said_words": F(words),
        "said_until": until or Cast(Value(None), DateField()),
    }
    person = [f"{who}__{name}" for name in ("pk", "name", "craft", "photo", "claimed_at")]
    made: QuerySet[Any, Any] = found.order_by().annotate(**columns).values_list(*columns, *person)
    return made


def around(resource: Resource, viewpoint: Viewpoint) -> dict[str, list[Around]]:
    """The words and the collections around it; one query."""
    seen = Collection.objects.visible_to(viewpoint.person).filter(stops__resource=resource)
    parts = [
        _thing(Topic.objects.filter(pk__in=resource.topics.values("pk")), "topic", F("slug"), F("name")),
        _thing(seen, "collection", Cast("pk", CharField()), F("title")),
    ]
    found: dict[str, list[Around]] = {"topic": [], "collection": []}
    slug = viewpoint.community.slug
    for what, key, name in parts[0].union(*parts[1:], all=True).order_by("name_", "key_"):
        if what == "topic":
            url = f"{address('repertoire', slug)}?{urlencode({'topic': key})}"
        else:
            url = address("collection", slug, int(key))
        found[what].append(Around(name, url))
    return found | {"collection": found["collection"][:MOST]}


def _thing(found: QuerySet[Any], what: str, key: Any, name: Any) -> QuerySet[Any, Any]:
    columns = {"what_": Value(what, output_field=CharField()), "key_": key, "name_": name}
    made: QuerySet[Any, Any] = found.order_by().annotate(**columns).values_list(*columns)
    return made


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
