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
from commonplace.communities.topics.queries import names_meant
from commonplace.people.models import Person
from commonplace.search.candidates import LATEST, SMALL_HOUSE, Looking, Weighed, ordered, seen, weigh
from commonplace.search.commonest import is_common
from commonplace.search.filters import NOWHERE, label_mark, marks_since, topic_mark
from commonplace.search.findable import outside_spaces, states
from commonplace.search.highlight import excerpt, marked, on_a_line
from commonplace.search.matching import Asked, latest, things
from commonplace.search.meaning import reordered
from commonplace.search.models import SearchEntry
from commonplace.search.near import nearly
from commonplace.search.parts import part_of
from commonplace.search.sought import Near, Sought, Why
from commonplace.search.words import alternatives, cut
from commonplace.store.prepared import prepared

STOP = 200
# Of a name that more people bear, those who came last are looked for.
NAMESAKES = 40
PEOPLES = "en"  # the language in which what stands in no community is taken in
WORDS = 12
FEWEST_LETTERS = 3
LONGEST_TITLE = 400  # characters looked at for what is like it


@dataclass(frozen=True)
class Filters:
    """What narrows a search: a community, a kind (of thing or of conversation), a topic, who wrote it (by key, or by
    name as it is shown), how its conversation stands, a time.
    """

    community: Community | None = None
    kind: str = ""
    topic: str = ""
    person_id: int | None = None
    writer: str = ""
    state: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Hit:
    """One thing found: `title` and `excerpt` are safe HTML with the words marked."""

    kind: str
    object_id: int
    label: str
    title: SafeString
    excerpt: SafeString
    url: str
    person_id: int | None
    community_id: int | None
    space_id: int | None
    person: Person | None
    community: Community | None
    happened_at: datetime
    is_opening: bool
    # The title under which it was opened, where its conversation was joined to another.
    former_title: SafeString
    # By which words it was found.
    why: Sequence[Why]


@dataclass(frozen=True)
class Found:
    """A page of hits, and how many there are in all, up to the 200 at which a search stops.

    `newer` and `older` are where the list goes on, toward its beginning and its end.
    """

    hits: Sequence[Hit] = ()
    total: int = 0
    words: Sequence[str] = field(default_factory=tuple)
    # Whether there are more hits than were weighed.
    is_cut: bool = False
    newer: str | None = None
    older: str | None = None
    # Words that nothing has, and those near them that were looked for instead.
    instead: Sequence[Near] = ()


def find(
    person: Person | None,
    text: str,
    filters: Filters,
    *,
    by_date: bool = False,
    after: str = "",
    size: int = 20,
    is_near: bool = False,
) -> Found:
    """What `person` may find for `text`, best first or the latest first; the last word may be unfinished.

    Where nothing has all the words, words near them are looked for if `is_near`. Raises NoToken for a bad `after`.
    """
    words = cut(text)[:WORDS]
    languages = languages_here()
    pairs = [(word, one) for word in words if (one := alternatives(word, languages))]
    terms = [one for _word, one in pairs]
    if not terms:
        return Found()
    is_prefix = len(words[-1]) >= FEWEST_LETTERS and not text.endswith(" ")
    asked = replace(_asked(person, terms, filters), is_prefix=is_prefix)
    state = states().get(filters.state)
    looking = Looking(
        person,
        filters.since,
        filters.until,
        state,
        is_by_name=bool(filters.person_id or filters.writer),
        community=filters.community if filters.kind in outside_spaces() else None,
    )
    weighed = weigh(looking, asked, by_date=by_date)
    near = None
    if is_near and not weighed.order:
        near = nearly(looking, [word for word, _one in pairs], asked, languages)
        if near:
            weighed = ordered(near.entries, replace(near.asked, is_prefix=False), by_date=by_date)
    order = weighed.order[:STOP]
    page, newer, older = part_of(order, after=after, size=size)
    sought = Sought(pairs, languages, is_prefix=weighed.is_prefix, near=near.instead if near else ())
    hits = _hits(person, weighed, [pk for _weight, pk in page], sought)
    return Found(hits, len(order), words, weighed.is_cut, newer, older, near.instead if near else ())


def lately(person: Person, text: str, filters: Filters, *, kind: str, size: int) -> Sequence[Hit]:
    """The latest of a `kind` that have all the words, best first: for what stands beside something else, where a search
    would cost too much. Four queries on SQLite; one more where nothing has the last word, which may be unfinished.
    """
    languages, words = languages_here(), cut(text)[:WORDS]
    pairs = [(word, one) for word in words if (one := alternatives(word, languages))]
    if not pairs:
        return ()
    is_prefix = len(words[-1]) >= FEWEST_LETTERS and not text.endswith(" ")
    whole = _asked(person, [one for _word, one in pairs], filters)
    asked = replace(whole, is_prefix=is_prefix and 0 < whole.last < SMALL_HOUSE)
    found = latest(asked, most=LATEST)
    if not found and is_prefix and not asked.is_prefix:
        asked = replace(whole, is_prefix=True)
        found = latest(asked, most=LATEST)
    entries = [one for one in seen(Looking(person), found) if one.kind == kind]
    weighed = ordered(entries, asked, by_date=False)
    sought = Sought(pairs, languages, is_prefix=asked.is_prefix)
    return _hits(person, weighed, [pk for _weight, pk in weighed.order[:size]], sought)


def similar(
    person: Person, community: Community, title: str, *, limit: int = 4, beside: int = 0, may_be_told: bool = False
) -> Sequence[Hit]:
    """Conversations in `community` that share telling words with a title someone is writing, most shared first, and
    behind them `beside` other things: what is kept, called together, undertaken. Where the title `may_be_told` to a
    service that the operator names, what means the same is among them.
    """
    languages = (community.language,)
    telling = [
        word
        for word in cut(title[:LONGEST_TITLE])
        if len(word) > FEWEST_LETTERS and not is_common(word, community.language)
    ]
    pairs = [(word, one) for word in telling[:WORDS] if (one := alternatives(word, languages))]
    if not pairs and not may_be_told:
        return ()
    weighed = Weighed((), is_cut=False, is_prefix=False)
    if pairs:
        asked = _asked(person, [one for _word, one in pairs], Filters(community=community))
        asked = replace(asked, marks=[*asked.marks, ["opening"]], is_any=True)
        weighed = weigh(Looking(person), asked)
    order = [pk for _weight, pk in weighed.order]
    if may_be_told:
        order = reordered(person, community, title[:LONGEST_TITLE], weighed.order)
    talk = set(SearchEntry.objects.filter(pk__in=order, kind="post").values_list("pk", flat=True)) if order else set()
    chosen = [pk for pk in order if pk in talk][:limit] + [pk for pk in order if pk not in talk][:beside]
    return _hits(person, weighed, chosen, Sought(pairs, languages))


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
    is_outside = filters.kind in outside_spaces()
    if is_outside:
        places = [f"kind{filters.kind}"]
    elif not (
        filters.kind or filters.topic or filters.person_id or filters.writer or filters.state or filters.community
    ):
        places += [f"kind{kind}" for kind in outside_spaces()]
    return Asked(terms, [places or [NOWHERE], *narrowing(filters)], last)


def narrowing(filters: Filters) -> list[list[str]]:
    """Choices of marks by which a search is narrowed besides where it looks: each hit bears one of each."""
    marks = []
    if filters.kind and filters.kind not in outside_spaces():
        marks.append([label_mark(filters.kind)])
    if filters.topic:
        marks.append([topic_mark(name) for name in names_meant(filters.topic, filters.community)])
    if filters.person_id:
        marks.append([f"by{filters.person_id}"])
    if filters.writer:
        marks.append([f"by{pk}" for pk in _called(filters.writer)] or [NOWHERE])
    if filters.state:
        state = states().get(filters.state)
        marks.append([label_mark(label) for label in state.labels] if state else [NOWHERE])
    return [*marks, *_times(filters)]


def _called(name: str) -> list[int]:
    """Persons who are called so, or whose name goes on so; whether a reader may be shown it is asked with the hits."""
    terms = [one for word in cut(name)[:WORDS] if (one := alternatives(word, [PEOPLES]))]
    if not terms:
        return []
    asked = Asked(terms, [["kindperson"]], in_title=True, is_prefix=True)
    return things(asked, most=NAMESAKES)


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


def _hits(person: Person | None, weighed: Weighed, pks: Sequence[int], sought: Sought) -> list[Hit]:
    """The hits of these entries in this order; their titles and addresses come from the rooms they live in."""
    entries = weighed.entries(pks)
    ids: dict[str, list[int]] = {}
    for pk in pks:
        ids.setdefault(entries[pk].kind, []).append(entries[pk].object_id)
    known: Mapping[str, Mapping[int, content.Thing]] = {
        kind: content.describe(kind, objects, person) for kind, objects in ids.items()
    }
    hits = []
    for pk in pks:
        entry = entries[pk]
        thing = known[entry.kind].get(entry.object_id)
        if thing is None:
            continue
        text = on_a_line(entry.body)
        in_text = sought.within(text)
        hits.append(
            Hit(
                kind=entry.kind,
                object_id=entry.object_id,
                label=entry.label,
                title=marked(thing.title, sought),
                excerpt=SafeString("") if thing.is_half_baked else excerpt(text, sought, in_text),
                url=thing.url,
                person_id=entry.person_id,
                community_id=entry.community_id,
                space_id=entry.space_id,
                person=entry.person,
                community=entry.community,
                happened_at=entry.happened_at,
                is_opening=entry.kind != "post" or bool(entry.title),
                former_title=marked(entry.title if entry.kind == "post" and entry.title != thing.title else "", sought),
                why=sought.why(
                    {"title": sought.within(entry.title), "text": in_text}, topics=entry.title_words.split()
                ),
            )
        )
    return hits
