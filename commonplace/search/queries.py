"""Finding: one ranked list over conversations, people and communities, of what the reader may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils.safestring import SafeString

from commonplace.communities import things
from commonplace.communities.models import Community, Space
from commonplace.people.models import Person
from commonplace.search.index import topic_mark
from commonplace.search.marking import excerpt, looks_for, marked
from commonplace.search.matching import ALL, Asked, matching
from commonplace.search.models import SearchEntry
from commonplace.search.ranking import score
from commonplace.search.words import alternatives, cut
from commonplace.ui.prepared import prepared

STOP = 200
# Of a word that stands nearly everywhere, this many of the latest hits are weighed.
WEIGHED = 400
WORDS = 12
FEWEST_LETTERS = 3


@dataclass(frozen=True)
class Filters:
    """What narrows a search: a community, a kind (of thing or of conversation), a topic, a writer, a time."""

    community: Community | None = None
    kind: str = ""
    topic: str = ""
    person_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Hit:
    """One thing found: `title` and `excerpt` are safe HTML with the words marked."""

    kind: str
    label: str
    title: SafeString
    excerpt: SafeString
    url: str
    person_id: int | None
    community_id: int | None
    happened_at: datetime
    is_opening: bool


@dataclass(frozen=True)
class Found:
    """A page of hits, and how many there are in all, up to the 200 at which a search stops."""

    hits: Sequence[Hit] = ()
    total: int = 0
    words: Sequence[str] = field(default_factory=tuple)

    @property
    def is_cut(self) -> bool:
        """Whether there may be more than a search shows."""
        return self.total >= STOP


def find(person: Person | None, text: str, filters: Filters, *, first: int = 0, size: int = 20) -> Found:
    """What `person` may find for `text`, best first; the last word may be unfinished."""
    words = cut(text)[:WORDS]
    if not words:
        return Found()
    languages = languages_here()
    terms = [one for word in words if (one := alternatives(word, languages))]
    is_prefix = len(words[-1]) >= FEWEST_LETTERS and not text.endswith(" ")
    marks = _marks(person, filters)
    ranked: dict[int, tuple[float, int]] = {}
    for in_title in (False, True):
        said = Asked(terms, marks, in_title=in_title, is_prefix=is_prefix).said()
        latest = ALL if filters.since or filters.until else 2 * WEIGHED
        rows = _matching(person=person, said=said, latest=latest, since=filters.since, until=filters.until)
        for pk, title_words, body_words in rows:
            if pk not in ranked:
                ranked[pk] = (score(terms, title_words, body_words, is_prefix=is_prefix), pk)
        if len(rows) < WEIGHED:
            # Every hit was weighed, those in titles among them.
            break
    order = [pk for _, pk in sorted(ranked.values(), reverse=True)][:STOP]
    hits = _hits(person, order[first : first + size], terms, languages, is_prefix=is_prefix)
    return Found(hits, len(order), words)


def similar(person: Person, community: Community, title: str, *, limit: int = 4) -> Sequence[Hit]:
    """Openings in `community` that share words with a title someone is writing, most shared first."""
    languages = (community.language,)
    terms = [
        one for word in cut(title)[:WORDS] if len(word) > FEWEST_LETTERS and (one := alternatives(word, languages))
    ]
    if not terms:
        return ()
    marks = [*_marks(person, Filters(community=community)), ["opening"]]
    said = Asked(terms, marks, is_any=True).said()
    rows = _matching(person=person, said=said, latest=STOP, since=None, until=None)
    ranked = sorted(((score(terms, title_words, body_words), pk) for pk, title_words, body_words in rows), reverse=True)
    return _hits(person, [pk for _, pk in ranked[:limit]], terms, languages, is_prefix=False)


def languages_here() -> Sequence[str]:
    """The languages of this house's communities, remembered for a minute."""
    known: Sequence[str] | None = cache.get("search:languages")
    if known is None:
        known = sorted(set(Community.objects.values_list("language", flat=True)) | {"en"})
        cache.set("search:languages", known, 60)
    return known


def _marks(person: Person | None, filters: Filters) -> list[list[str]]:
    """The marks one of which each hit must bear: the reader's spaces, and what narrows the search."""
    places = [f"space{pk}" for pk in _spaces(person=person, community=filters.community)]
    if filters.kind in ("person", "community"):
        return [[f"kind{filters.kind}"]]
    if not (filters.kind or filters.topic or filters.person_id or filters.community):
        places += ["kindperson", "kindcommunity"]
    marks = [places or ["nowhere"]]
    if filters.kind:
        marks.append([f"label{filters.kind.replace('_', '')}"])
    if filters.topic:
        marks.append([topic_mark(filters.topic)])
    if filters.person_id:
        marks.append([f"by{filters.person_id}"])
    return marks


@prepared
def _matching(
    *, person: Person | None, said: str, latest: int, since: datetime | None, until: datetime | None
) -> QuerySet[SearchEntry, tuple[int, str, str]]:
    entries = SearchEntry.objects.visible_to(person)
    if since:
        entries = entries.filter(happened_at__gte=since)
    if until:
        entries = entries.filter(happened_at__lt=until)
    return matching(entries, said, latest=latest).values_list("pk", "title_words", "body_words")[:WEIGHED]


@prepared
def _spaces(*, person: Person | None, community: Community | None) -> QuerySet[Space, int]:
    spaces = Space.objects.visible_to(person)
    if community:
        spaces = spaces.filter(community=community)
    return spaces.order_by("pk").values_list("pk", flat=True)


def _hits(
    person: Person | None,
    pks: Sequence[int],
    terms: Sequence[Sequence[str]],
    languages: Sequence[str],
    *,
    is_prefix: bool,
) -> list[Hit]:
    """The hits of these entries in this order; their titles and addresses come from the rooms they live in."""
    entries = {entry.pk: entry for entry in SearchEntry.objects.filter(pk__in=pks)}
    ids: dict[str, list[int]] = {}
    for entry in entries.values():
        ids.setdefault(entry.kind, []).append(entry.object_id)
    known: Mapping[str, Mapping[int, things.Thing]] = {
        kind: things.describe(kind, objects, person) for kind, objects in ids.items()
    }
    exact = {stem for term in (terms[:-1] if is_prefix else terms) for stem in term}
    is_hit = looks_for(exact, languages, beginnings=terms[-1] if is_prefix else ())
    hits = []
    for pk in pks:
        entry = entries[pk]
        thing = known[entry.kind].get(entry.object_id)
        if thing is None:
            continue
        hits.append(
            Hit(
                kind=entry.kind,
                label=entry.label,
                title=marked(thing.title, is_hit),
                excerpt=excerpt(entry.body, is_hit),
                url=thing.url,
                person_id=entry.person_id,
                community_id=entry.community_id,
                happened_at=entry.happened_at,
                is_opening=entry.kind != "post" or bool(entry.title),
            )
        )
    return hits
