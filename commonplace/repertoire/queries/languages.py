"""In which languages something kept is said, which one a reader meets first, and what is missing in which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from commonplace.communities.models import Community
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.queries.tongues import Tongues, Voice, tongues_among, wishes_of
from commonplace.people.languages import language_choices
from commonplace.repertoire.models import Resource, Shelf, Translation
from commonplace.repertoire.models.resource import ResourceQuerySet
from commonplace.repertoire.models.translation import TranslationQuerySet
from commonplace.ui.addresses import address


def tongues_of(resource: Resource, viewpoint: Viewpoint, *, asked: str = "") -> Tongues[Translation]:
    """In which languages it is said, and the one `asked` for, else the first that its reader reads; one query."""
    rows = Translation.objects.visible_to(viewpoint.person).filter(resource=resource).newest()
    if not getattr(resource, "is_said_again", True):
        rows = rows.none()
    return _tongues(resource, rows.select_related("by", "read_by"), viewpoint, asked, named_to=viewpoint)


def tongues_lent(resource: Resource, viewpoint: Viewpoint, *, asked: str = "") -> Tongues[Translation]:
    """The same of what another community lends, joined to that, for a member of this one; nobody is named. One query
    at most.
    """
    rows = Translation.objects.lent_to(viewpoint.person).filter(resource=resource).newest()
    if not getattr(resource, "is_said_again", True):
        rows = rows.none()
    return _tongues(resource, rows, viewpoint, asked, named_to=None)


def _tongues(
    resource: Resource, rows: Iterable[Translation], viewpoint: Viewpoint, asked: str, *, named_to: Viewpoint | None
) -> Tongues[Translation]:
    slug = viewpoint.community.slug
    is_here = resource.community_id == viewpoint.community.pk
    url = resource.url(slug) if is_here else address("resource_lent", slug, resource.pk)
    return tongues_among(
        rows,
        spoken=resource.spoken,
        revision=resource.revision,
        wanted=[asked, *wishes_of(viewpoint)],
        viewpoint=named_to,
        url=lambda code: f"{url}?in={code}",
    )


def heard_first(found: Iterable[Resource], viewpoint: Viewpoint) -> dict[int, Translation]:
    """Of these, the translations that their reader meets first, by the key of what they say again; one query."""
    community = viewpoint.community.language
    spoken = {one.pk: one.language or community for one in found}
    return _heard(spoken, Translation.objects.visible_to(viewpoint.person), wishes_of(viewpoint))


def heard_first_of_lent(found: Iterable[Resource], viewpoint: Viewpoint) -> dict[int, Translation]:
    """The same of what other communities lend, joined to these; one query."""
    spoken = {one.pk: one.spoken for one in found}
    return _heard(spoken, Translation.objects.lent_to(viewpoint.person), wishes_of(viewpoint))


def _heard(spoken: Mapping[int, str], said: TranslationQuerySet, wishes: Sequence[str]) -> dict[int, Translation]:
    """The first that somebody with these wishes meets, by the key of what is `spoken` in which language."""
    foreign = {pk: language for pk, language in spoken.items() if language != wishes[0]}
    if not foreign:
        return {}
    rows = said.newest().filter(resource__in=foreign, language__in=wishes)
    by_tongue = {(one.resource_id, one.language): one for one in rows}
    heard: dict[int, Translation] = {}
    for pk, language in foreign.items():
        for wish in wishes:
            if wish == language:
                break
            if (pk, wish) in by_tongue:
                heard[pk] = by_tongue[pk, wish]
                break
    return heard


def spoken_in(community: Community) -> list[str]:
    """The languages that a community works in, as its stewards said, that of its search first; one query."""
    shelf = Shelf.objects.filter(community=community).first()
    return list(dict.fromkeys([community.language, *(shelf.languages if shelf is not None else [])]))


@dataclass(frozen=True)
class Gap:
    """One thing kept, and how it stands in each language of its community."""

    title: str
    language: str
    url: str
    kind: str
    voices: Sequence[Voice]


def missing_in(found: ResourceQuerySet, language: str, community: Community) -> ResourceQuerySet:
    """Those that nobody has said in a language."""
    said = Translation.objects.filter(language=language).values("resource")
    missing = found.exclude(pk__in=said).exclude(language=language)
    return missing.exclude(language="") if community.language == language else missing


def gaps_of(found: Sequence[Resource], languages: Sequence[str], viewpoint: Viewpoint) -> Sequence[Gap]:
    """How these stand in these languages; one query."""
    names, slug = dict(language_choices()), viewpoint.community.slug
    rows = Translation.objects.visible_to(viewpoint.person).newest().filter(resource__in=found)
    said = {(one.resource_id, one.language): one for one in rows}

    def voice(one: Resource, code: str) -> Voice:
        again = said.get((one.pk, code))
        is_original = code == (one.language or viewpoint.community.language)
        is_there = is_original or again is not None
        url = one.url(slug) if is_there else address("resource_translating", slug, one.pk)
        return Voice(
            code,
            names.get(code, code),
            f"{url}?in={code}",
            is_there,
            is_original=is_original,
            is_behind=again is not None and again.number < one.revision,
            is_draft=again is not None and again.is_unread_draft,
        )

    return [
        Gap(one.title, one.language, one.url(slug), one.kind_words, [voice(one, code) for code in languages])
        for one in found
    ]
