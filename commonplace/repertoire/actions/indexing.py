"""What search is told about the repertoire: what things are called, what they are good for, and what they say."""

from collections.abc import Iterator, Sequence

from django.db.models import F

from commonplace.lib.text import plain
from commonplace.repertoire.models import Collection, Resource, Section, Stop, TranslatedPart, Translation
from commonplace.search import index


def keep_in_index(*keys: int) -> None:
    """Have search find these resources as they are now."""
    index.keep(entries_of(keys))


def entries_of(ids: Sequence[int]) -> Iterator[index.Entry]:
    """These resources as search should know them."""
    said: dict[int, list[str]] = {}
    for pk, html in Section.objects.filter(resource__in=ids).order_by("pk").values_list("resource", "html"):
        said.setdefault(pk, []).append(plain(html))
    filed: dict[int, dict[str, None]] = {}
    # Whoever looks for what else a topic is called finds what is filed under it.
    rows = Resource.topics.through.objects.filter(resource__in=ids).order_by("topic__slug", "topic__synonyms__slug")
    for pk, name, synonym in rows.values_list("resource_id", "topic__name", "topic__synonyms__name"):
        filed.setdefault(pk, {}).update(dict.fromkeys(filter(None, (name, synonym))))
    return (
        index.Entry(
            kind="resource",
            object_id=one.pk,
            community_id=one.community_id,
            space_id=one.space_id,
            person_id=one.kept_by_id,
            title=one.title,
            body="\n".join(filter(None, (one.good_for, *said.get(one.pk, ()), one.work))),
            topics=tuple(filed.get(one.pk, ())),
            happened_at=one.kept_at,
            is_opening=True,
        )
        for one in Resource.objects.filter(pk__in=ids).order_by("pk")
    )


def told_to_machines(ids: Sequence[int]) -> Sequence[int]:
    """Those of these resources whose words a service of the operator's may hear: all, for nothing of a passage is in
    the index.
    """
    return ids


def keep_translations(*keys: int) -> None:
    """Have search find these translations as they are now."""
    index.keep(translations_of(keys))


def drop_translations(*keys: int) -> None:
    """Have search find these no more: they are gone, or were said better."""
    index.drop("translation", keys)


def translations_of(ids: Sequence[int]) -> Iterator[index.Entry]:
    """These translations as search should know them."""
    said: dict[int, list[str]] = {}
    parts = TranslatedPart.objects.filter(translation__in=ids).order_by("pk")
    for pk, html in parts.values_list("translation", "html"):
        said.setdefault(pk, []).append(plain(html))
    return (
        index.Entry(
            kind="translation",
            object_id=one.pk,
            parent_id=one.resource_id,
            parent_author_id=one.resource.kept_by_id,
            community_id=one.resource.community_id,
            space_id=one.resource.space_id,
            person_id=one.by_id,
            title=one.title,
            body="\n".join(filter(None, (one.good_for, *said.get(one.pk, ())))),
            happened_at=one.at,
        )
        for one in Translation.objects.newest().filter(pk__in=ids).select_related("resource").order_by("pk")
    )


def keep_collections(*keys: int) -> None:
    """Have search find these collections as they are now."""
    index.keep(collections_of(keys))


def collections_of(ids: Sequence[int]) -> Iterator[index.Entry]:
    """These collections as search should know them: nothing of what is in them and stands elsewhere, which others may
    not read.
    """
    said: dict[int, list[str]] = {}
    stops = Stop.objects.filter(collection__in=ids, resource__space=F("collection__space")).order_by("position", "pk")
    for pk, words in stops.values_list("collection", "words"):
        said.setdefault(pk, []).append(words)
    return (
        index.Entry(
            kind="collection",
            object_id=one.pk,
            community_id=one.community_id,
            space_id=one.space_id,
            person_id=one.kept_by_id,
            title=one.title,
            body="\n".join(filter(None, (one.good_for, *said.get(one.pk, ())))),
            happened_at=one.kept_at,
            is_opening=True,
        )
        for one in Collection.objects.filter(pk__in=ids).order_by("pk")
    )
