"""What steps point at, looked up for whoever reads: what they may not see is not there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonplace.communities.content import Thing, describe
from commonplace.communities.doors import Confidence
from commonplace.conversations.models import Post
from commonplace.gatherings.models import Gathering
from commonplace.lib.direction import isolated
from commonplace.people.models import Person
from commonplace.repertoire.models import Resource, Told, Use
from commonplace.stories.models import StepLink

ORDINARY: Final = Confidence.ORDINARY
# The kinds of things that a step may point at, and what a sentence calls them.
LINKED: Final[Mapping[str, Promise]] = {
    "gathering": gettext_lazy("a gathering"),
    "post": gettext_lazy("an answer"),
    "resource": gettext_lazy("something kept"),
    "use": gettext_lazy("what came of using it"),
    "person": gettext_lazy("a person"),
}
_ADDRESSES: Final = (
    ("gathering", re.compile(r"^/c/[\w-]+/gatherings/(\d{1,18})(?:/.*)?$")),
    ("resource", re.compile(r"^/c/[\w-]+/repertoire/(\d{1,18})(?:/.*)?$")),
    ("person", re.compile(r"^/c/[\w-]+/people/(\d{1,18})/?$")),
    ("conversation", re.compile(r"^/c/[\w-]+/conversations/(\d{1,18})/?$")),
)


@dataclass(frozen=True)
class Source:
    """One thing that a step points at, as its reader may see it."""

    pk: int
    kind: str
    title: str
    url: str

    @property
    def sort(self) -> str:
        """What kind of thing it is."""
        return str(LINKED.get(self.kind, ""))


def behind(address: str, reader: Person) -> tuple[str, int] | None:
    """What an address of this house leads to, by kind and key; None where steps point at nothing of the sort."""
    parts = urlsplit(address.strip())
    for kind, pattern in _ADDRESSES:
        found = pattern.match(parts.path)
        if found is None:
            continue
        key = int(found[1])
        if kind != "conversation":
            return kind, key
        number = re.match(r"^p(\d{1,9})$", parts.fragment)
        posts = Post.objects.visible_to(reader).filter(conversation=key, number=int(number[1]) if number else 1)
        post = posts.values_list("pk", flat=True).first()
        return ("post", post) if post is not None else None
    return None


def seen(kind: str, ids: Collection[int], reader: Person | None) -> Mapping[int, Thing]:
    """The things of one kind that somebody may see, by key."""
    if kind != "use":
        return describe(kind, ids, reader)
    uses = Use.objects.visible_to(reader).filter(pk__in=ids).select_related("resource__community")
    words = _("What came of using “%(title)s”")
    return {
        one.pk: Thing(
            words % {"title": isolated(one.resource.title)},
            f"{one.resource.url(one.resource.community.slug)}#uses",
            None,
            one.resource.community_id,
        )
        for one in uses
    }


def is_in_confidence(kind: str, object_id: int) -> bool:
    """Whether a thing was said in confidence, candidly or without a name."""
    return bool(confided(kind, [object_id]))


def names(person: int, kind: str, object_id: int) -> bool:
    """Whether a thing says who somebody is: themselves, what they wrote, or what they used under their name."""
    if kind == "person":
        return object_id == person
    if kind == "post":
        return Post.objects.filter(pk=object_id, author=person).exists()
    if kind == "use":
        return Use.objects.filter(pk=object_id, person=person).exists()
    return False


def sources_of(steps: Iterable[int], reader: Person | None) -> Mapping[int, list[Source]]:
    """What each of these steps points at; a query for the links, and one for each kind among them.

    What came to be told in confidence since somebody pointed at it is left out for everybody.
    """
    links = list(StepLink.objects.filter(step__in=list(steps)).order_by("pk"))
    by_kind: dict[str, set[int]] = defaultdict(set)
    for one in links:
        by_kind[one.kind].add(one.object_id)
    things = {kind: seen(kind, ids - confided(kind, ids), reader) for kind, ids in by_kind.items()}
    found: dict[int, list[Source]] = defaultdict(list)
    for one in links:
        thing = things[one.kind].get(one.object_id)
        if thing is not None:
            found[one.step_id].append(Source(one.pk, one.kind, thing.title, thing.url))
    return found


def confided(kind: str, ids: Collection[int]) -> set[int]:
    """Those of these things that were said in confidence, candidly or without a name; one query."""
    told = _TOLD.get(kind)
    return set(ids) - set(told().filter(pk__in=ids).values_list("pk", flat=True)) if told and ids else set()


_TOLD: Mapping[str, Callable[[], QuerySet[Any]]] = {
    "gathering": lambda: Gathering.objects.filter(confidence=ORDINARY, space__confidence=ORDINARY),
    "post": lambda: Post.objects.filter(
        conversation__space__confidence=ORDINARY, conversation__alias="", alias="", withdrawal=None
    ),
    "resource": lambda: Resource.objects.filter(space__confidence=ORDINARY),
    "use": lambda: Use.objects.filter(told=Told.MEMBERS),
}
