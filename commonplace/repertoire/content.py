"""What flags, holds and deeds point at in the repertoire, in words."""

from __future__ import annotations

from collections.abc import Collection as Many
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonplace.communities.content import Content, Thing
from commonplace.lib.direction import isolated
from commonplace.lib.text import plain
from commonplace.people.models import Person
from commonplace.repertoire.models import (
    Collection,
    Passage,
    Resource,
    Revision,
    Section,
    Stop,
    Suggestion,
    TranslatedPart,
    Translation,
)
from commonplace.repertoire.queries.lent import lendings_for
from commonplace.ui.addresses import address


def resources(ids: Many[int], viewer: Person | None) -> Mapping[int, Thing]:
    """The resources of these ids that `viewer` may see."""
    found = Resource.objects.visible_to(viewer).filter(pk__in=ids).select_related("community")
    return {one.pk: Thing(one.title, one.url(one.community.slug), one.kept_by_id, one.community_id) for one in found}


def words_of(ids: Many[int], viewer: Person | None) -> Mapping[int, str]:
    """What they say, for whoever has to judge it."""
    seen = Resource.objects.visible_to(viewer).filter(pk__in=ids)
    said = {pk: [good_for] for pk, good_for in seen.values_list("pk", "good_for")}
    for pk, html in Section.objects.filter(resource__in=said).order_by("pk").values_list("resource", "html"):
        said[pk].append(plain(html))
    quoted = Passage.objects.visible_to(viewer).filter(resource__in=said)
    for pk, html in quoted.order_by("position", "pk").values_list("resource", "html"):
        said[pk].append(plain(html))
    return {pk: "\n".join(filter(None, words)) for pk, words in said.items()}


def collections(ids: Many[int], viewer: Person | None) -> Mapping[int, Thing]:
    """The collections of these ids that `viewer` may see."""
    found = Collection.objects.visible_to(viewer).filter(pk__in=ids).select_related("community")
    return {one.pk: Thing(one.title, one.url(one.community.slug), one.kept_by_id, one.community_id) for one in found}


def words_of_collections(ids: Many[int], viewer: Person | None) -> Mapping[int, str]:
    """What is said in them, for whoever has to judge it."""
    seen = Collection.objects.visible_to(viewer).filter(pk__in=ids)
    said = {pk: [good_for] for pk, good_for in seen.values_list("pk", "good_for")}
    stops = Stop.objects.filter(collection__in=said, resource__in=Resource.objects.visible_to(viewer))
    for pk, words in stops.order_by("position", "pk").values_list("collection", "words"):
        said[pk].append(words)
    return {pk: "\n".join(filter(None, words)) for pk, words in said.items()}


def translations(ids: Many[int], viewer: Person | None) -> Mapping[int, Thing]:
    """The translations of these ids that `viewer` may see."""
    found = Translation.objects.visible_to(viewer).filter(pk__in=ids).select_related("resource__community")
    return {
        one.pk: Thing(one.title, one.url(one.resource.community.slug), one.by_id, one.resource.community_id)
        for one in found
    }


def words_of_translations(ids: Many[int], viewer: Person | None) -> Mapping[int, str]:
    """What they say, for whoever has to judge it."""
    seen = Translation.objects.visible_to(viewer).filter(pk__in=ids)
    said = {pk: [good_for] for pk, good_for in seen.values_list("pk", "good_for")}
    parts = TranslatedPart.objects.filter(translation__in=said).order_by("pk")
    for pk, html in parts.values_list("translation", "html"):
        said[pk].append(plain(html))
    return {pk: "\n".join(filter(None, words)) for pk, words in said.items()}


def suggestions(ids: Many[int], viewer: Person | None) -> Mapping[int, Thing]:
    """The suggestions of these ids that `viewer` may see."""
    found = Suggestion.objects.visible_to(viewer).filter(pk__in=ids).select_related("resource__community")
    return {
        one.pk: Thing(
            _("A suggestion for: %(title)s") % {"title": isolated(one.resource.title)},
            address("resource_suggestion", one.resource.community.slug, one.resource_id, one.pk),
            one.by_id,
            one.resource.community_id,
        )
        for one in found
    }


def words_of_suggestions(ids: Many[int], viewer: Person | None) -> Mapping[int, str]:
    """What they would have another, and why, for whoever has to judge it."""
    found = list(Suggestion.objects.visible_to(viewer).filter(pk__in=ids))
    begun = Revision.objects.filter(resource__in={one.resource_id for one in found})
    before = {(one.resource_id, one.number): one for one in begun.filter(number__in={one.number for one in found})}
    said: dict[int, str] = {}
    for one in found:
        was = before.get((one.resource_id, one.number))
        known = {was.title, was.good_for, *was.words.values()} if was is not None else set()
        other = [words for words in (one.title, one.good_for, *one.words.values()) if words not in known]
        said[one.pk] = "\n".join(filter(None, [one.why, *other]))
    return said


def lendings(ids: Many[int], viewer: Person | None) -> Mapping[int, Thing]:
    """What is lent of these, as it is called where it is kept, if `viewer` may read it there."""
    found = lendings_for(viewer).filter(pk__in=ids, resource__in=Resource.objects.visible_to(viewer))
    return {
        one.pk: Thing(one.resource.title, one.resource.url(one.resource.community.slug))
        for one in found.select_related("resource__community")
    }


RESOURCE = Content(
    "resource",
    gettext_lazy("something kept"),
    Resource.objects.visible_to,
    resources,
    may_be_held=True,
    words_of=words_of,
)
COLLECTION = Content(
    "collection",
    gettext_lazy("a collection"),
    Collection.objects.visible_to,
    collections,
    may_be_held=True,
    words_of=words_of_collections,
)
TRANSLATION = Content(
    "translation",
    gettext_lazy("something kept, said in another language"),
    Translation.objects.visible_to,
    translations,
    part_of="resource",
    may_be_held=True,
    words_of=words_of_translations,
)
SUGGESTION = Content(
    "suggestion",
    gettext_lazy("a suggestion for something kept"),
    Suggestion.objects.visible_to,
    suggestions,
    part_of="resource",
    may_be_held=True,
    may_be_linked=False,
    words_of=words_of_suggestions,
)
LENDING = Content(
    "lending",
    gettext_lazy("something that another community lends"),
    lendings_for,
    lendings,
    may_be_linked=False,
)
