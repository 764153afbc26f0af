"""The vocabulary as it stands: what a word leads to, what lies within it, and what else it is called."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from commonplace.communities.models import Community, Topic, TopicMerger
from commonplace.lib.slugs import topic_slug
from commonplace.store.prepared import prepared

MOST_MEANT = 60  # topics that one word may stand for, with what is narrower
MOST_MERGERS = 20  # of one topic, the latest, that its page offers to undo


def topic_named(community: Community, slug: str) -> Topic | None:
    """The topic in use at an address, or the one that it leads on to since it was renamed or became one with it."""
    # PostgreSQL takes no null character, not even to look for it.
    found = Topic.every.filter(community=community, slug=slug.replace("\x00", ""))
    row = found.select_related("same_as").first()
    return None if row is None else row.same_as or row


def within(topic: Topic) -> list[int]:
    """The keys of a topic and of all that is narrower, however deep."""
    return within_each(topic.community_id, [topic.pk])[topic.pk]


def within_each(community_id: int, topics: Iterable[int]) -> Mapping[int, list[int]]:
    """For each topic its own key and the keys of all that is narrower, however deep; one query."""
    below: dict[int, list[int]] = {}
    for pk, broader in _breadth(community=community_id):
        below.setdefault(broader, []).append(pk)
    return {topic: _gathered(topic, below) for topic in topics}


def _gathered(topic: int, below: Mapping[int, Sequence[int]]) -> list[int]:
    found = {topic: None}
    wanted = [topic]
    for one in wanted:
        new = [each for each in below.get(one, ()) if each not in found]
        found |= dict.fromkeys(new)
        wanted += new
    return wanted


@prepared
def _breadth(*, community: int) -> QuerySet[Topic, tuple[int, int]]:
    """Of every topic that has a broader one, both keys."""
    rows = Topic.objects.filter(community=community, broader__isnull=False)
    return rows.order_by("name", "pk").values_list("pk", "broader_id")


@dataclass(frozen=True)
class Place:
    """Where a topic lies in the vocabulary, by keys: itself and all that is narrower, what is right above and below."""

    topic: int
    within: Sequence[int]
    broader: int | None
    narrower: Sequence[int]
    synonyms: Sequence[str]


def place_of(community: Community, slug: str) -> Place | None:
    """The place of the topic at an address, or of the one that it leads to; one query."""
    rows = list(_joined(community=community, slug=slug.replace("\x00", "")))
    pk = next((same_as or key for key, at, _name, same_as, _broader in rows if at == slug), None)
    if pk is None:
        return None
    below: dict[int, list[int]] = {}
    for key, _at, _name, _same_as, broader in rows:
        if broader is not None:
            below.setdefault(broader, []).append(key)
    return Place(
        topic=pk,
        within=_gathered(pk, below),
        broader=next((broader for key, _at, _name, _same_as, broader in rows if key == pk), None),
        narrower=below.get(pk, ()),
        synonyms=[name for _key, _at, name, same_as, _broader in rows if same_as == pk],
    )


@prepared
def _joined(*, community: Community, slug: str) -> QuerySet[Topic, tuple[int, str, str, int | None, int | None]]:
    """What bears an address, and every topic that is joined to another."""
    joined = Q(slug=slug) | Q(same_as__isnull=False) | Q(broader__isnull=False)
    rows = Topic.every.filter(joined, community=community).order_by("name", "pk")
    return rows.values_list("pk", "slug", "name", "same_as_id", "broader_id")


def names_meant(name: str, community: Community | None) -> list[str]:
    """What a name means where one looks for it: the topics that bear it, or that it leads to, and all that is narrower.

    By their present names, itself among them; in every community where none is given. One query.
    """
    slug = topic_slug(name)
    where = [community.pk] if community else Topic.every.filter(slug=slug).values("community")
    joined = Q(slug=slug) | Q(broader__isnull=False) | Q(synonyms__slug=slug)
    rows = Topic.every.filter(joined, community__in=where).order_by("name", "pk").distinct()
    names: dict[int, str] = {}
    below: dict[int, list[int]] = {}
    meant: dict[int, None] = {}
    for pk, at, called, same_as, broader in rows.values_list("pk", "slug", "name", "same_as_id", "broader_id"):
        names[pk] = called
        if at == slug:
            meant[same_as or pk] = None
        if broader is not None:
            below.setdefault(broader, []).append(pk)
    found = [pk for one in meant for pk in _gathered(one, below)]
    return list(dict.fromkeys([name, *(names[pk] for pk in found if pk in names)]))[: MOST_MEANT + 1]


def synonyms_of(topics: Collection[int]) -> Mapping[int, list[str]]:
    """What else each of these topics is called; one query."""
    found: dict[int, list[str]] = {}
    rows = Topic.every.filter(same_as__in=topics).order_by("name", "pk").values_list("same_as_id", "name")
    for topic, name in rows:
        found.setdefault(topic, []).append(name)
    return found


def vocabulary(community: Community) -> Mapping[int, list[str]]:
    """Every topic in use by key: its name first, then what else it is called; one query."""
    found: dict[int, list[str]] = {}
    rows = Topic.every.filter(community=community).order_by("pk").values_list("pk", "same_as_id", "name")
    told = list(rows)
    for pk, same_as, name in told:
        if same_as is None:
            found[pk] = [name]
    for _pk, same_as, name in told:
        if same_as is not None:
            found[same_as].append(name)
    return found


def mergers_of(topic: Topic) -> Sequence[TopicMerger]:
    """What became one with a topic and can become a topic of its own again, the latest first."""
    rows = TopicMerger.objects.filter(kept=topic, other__same_as=topic).select_related("other", "by").defer("way_back")
    return list(rows.order_by("-at", "-pk")[:MOST_MERGERS])
