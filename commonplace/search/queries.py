"""Finding: one ranked list over conversations, people and communities, of what the reader may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.core.cache import caches
from django.db.models import QuerySet, Subquery
from django.utils import timezone
from django.utils.safestring import SafeString

from commonplace.communities import content
from commonplace.communities.models import Community, Space
from commonplace.people.models import Person
from commonplace.search.candidates import Weighed, weigh
from commonplace.search.commonest import is_common
from commonplace.search.filters import NOWHERE, label_mark, marks_since, topic_mark
from commonplace.search.findable import outside_spaces
from commonplace.search.highlight import Sought, excerpt, marked
from commonplace.search.matching import Asked
from commonplace.search.models import SearchEntry
from commonplace.search.words import alternatives, cut
from commonplace.store.prepared import prepared

STOP = 200
WORDS = 12
FEWEST_LETTERS = 3
LONGEST_TITLE = 400  # characters looked at for what is like it


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
    person: Person | None
    community: Community | None
    happened_at: datetime
    is_opening: bool
    # The title under which it was opened, where its conversation was joined to another.
    former_title: SafeString


@dataclass(frozen=True)
class Found:
    """A page of hits, and how many there are in all, up to the 200 at which a search stops."""

    hits: Sequence[Hit] = ()
    total: int = 0
    words: Sequence[str] = field(default_factory=tuple)
    # Whether there are more hits than were weighed.
    is_cut: bool = False


def find(person: Person | None, text: str, filters: Filters, *, first: int = 0, size: int = 20) -> Found:
    """What `person` may find for `text`, best first; the last word may be unfinished."""
    words = cut(text)[:WORDS]
    languages = languages_here()
    terms = [one for word in words if (one := alternatives(word, languages))]
    if not terms:
        return Found()
    is_prefix = len(words[-1]) >= FEWEST_LETTERS and not text.endswith(" ")
    asked = replace(_asked(person, terms, filters), is_prefix=is_prefix)
    weighed = weigh(person, asked, since=filters.since, until=filters.until)
    order = weighed.order[:STOP]
    hits = _hits(person, weighed, order[first : first + size], terms, languages)
    return Found(hits, len(order), words, weighed.is_cut)


def similar(person: Person, community: Community, title: str, *, limit: int = 4) -> Sequence[Hit]:
    """Openings in `community` that share telling words with a title someone is writing, most shared first."""
    languages = (community.language,)
    telling = [
        word
        for word in cut(title[:LONGEST_TITLE])
        if len(word) > FEWEST_LETTERS and not is_common(word, community.language)
    ]
    terms = [one for word in telling[:WORDS] if (one := alternatives(word, languages))]
    if not terms:
        return ()
    asked = _asked(person, terms, Filters(community=community))
    asked = replace(asked, marks=[*asked.marks, ["opening"]], is_any=True)
    weighed = weigh(person, asked, since=None, until=None)
    return _hits(person, weighed, weighed.order[:limit], terms, languages)


def languages_here() -> Sequence[str]:
    """The languages of this house's communities, remembered for a minute."""
    known: Sequence[str] | None = caches["house"].get("search:languages")
    if known is None:
        known = sorted(set(Community.objects.values_list("language", flat=True)) | {"en"})
        caches["house"].set("search:languages", known, 60)
    return known


def _asked(person: Person | None, terms: Sequence[Sequence[str]], filters: Filters) -> Asked:
    """The terms, and the marks one of which each hit must bear: the reader's spaces, and what narrows the search."""
    spaces = _spaces(person=person, community=filters.community)
    last = (spaces[0][1] or 0) if spaces else 0
    places = [f"space{pk}" for pk, _ in spaces]
    if filters.kind in outside_spaces():
        return Asked(terms, [[f"kind{filters.kind}"], *_times(filters)], last)
    if not (filters.kind or filters.topic or filters.person_id or filters.community):
        places += [f"kind{kind}" for kind in outside_spaces()]
    marks = [places or [NOWHERE]]
    if filters.kind:
        marks.append([label_mark(filters.kind)])
    if filters.topic:
        marks.append([topic_mark(filters.topic)])
    if filters.person_id:
        marks.append([f"by{filters.person_id}"])
    return Asked(terms, [*marks, *_times(filters)], last)


def _times(filters: Filters) -> list[list[str]]:
    since = marks_since(filters.since, now=timezone.now()) if filters.since else []
    return [since] if since else []


@prepared
def _spaces(*, person: Person | None, community: Community | None) -> QuerySet[Space, tuple[int, int]]:
    """Spaces to look in, each with the last entry there is anywhere."""
    spaces = Space.objects.visible_to(person)
    if community:
        spaces = spaces.filter(community=community)
    last = Subquery(SearchEntry.objects.order_by("-pk").values("pk")[:1])
    return spaces.order_by("pk").values_list("pk", last)


def _hits(
    person: Person | None,
    weighed: Weighed,
    pks: Sequence[int],
    terms: Sequence[Sequence[str]],
    languages: Sequence[str],
) -> list[Hit]:
    """The hits of these entries in this order; their titles and addresses come from the rooms they live in."""
    entries = weighed.entries(pks)
    ids: dict[str, list[int]] = {}
    for entry in entries.values():
        ids.setdefault(entry.kind, []).append(entry.object_id)
    known: Mapping[str, Mapping[int, content.Thing]] = {
        kind: content.describe(kind, objects, person) for kind, objects in ids.items()
    }
    exact = {stem for term in (terms[:-1] if weighed.is_prefix else terms) for stem in term}
    sought = Sought(exact, languages, beginnings=terms[-1] if weighed.is_prefix else ())
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
                title=marked(thing.title, sought),
                excerpt=excerpt(entry.body, sought),
                url=thing.url,
                person_id=entry.person_id,
                community_id=entry.community_id,
                person=entry.person,
                community=entry.community,
                happened_at=entry.happened_at,
                is_opening=entry.kind != "post" or bool(entry.title),
                former_title=marked(entry.title if entry.kind == "post" and entry.title != thing.title else "", sought),
            )
        )
    return hits
