"""Ways inward: what somebody is known by here, from their own deeds, and what is near to it now; for themselves alone.

After Wenger, McDermott & Snyder, *Cultivating Communities of Practice* (2002), principle 3: people come closer by what
is theirs to give, and nobody is asked to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from commonplace.agenda.models import Item
from commonplace.communities.ledger import deeds_in_force
from commonplace.communities.models import Topic
from commonplace.communities.modules import is_on
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.gatherings.models import Answer, Gathering
from commonplace.gatherings.models.gathering import GatheringQuerySet
from commonplace.knowledge.models import LookedFor
from commonplace.knowledge.queries.declared import Spellings
from commonplace.leadership.models import Part
from commonplace.people.models import Person
from commonplace.repertoire.models import Resource
from commonplace.ui.addresses import address
from commonplace.undertakings.models import Asked, Undertaking

# Deeds of so long ago still say what somebody is known by; so far ahead gatherings are looked for.
LOOKS_BACK, LOOKS_AHEAD = timedelta(days=182), timedelta(days=42)
# So many topics, and so much of each kind on one, as one takes in at a glance.
TOPICS, OF_A_KIND = 3, 2
# So many deeds, gatherings and questions are looked through, the latest or the next.
MOST = 200


@dataclass(frozen=True)
class Way:
    """One thing near to what somebody is known by: its kind (a word of `inward.html`), its title, address and day."""

    kind: str
    title: str
    url: str
    on: datetime | date | None = None
    is_uncarried: bool = False
    number: int = 0


@dataclass(frozen=True)
class Known:
    """A topic, how many people somebody answered on it (none where they only say so), and what is near to it."""

    topic: str
    answered: int
    ways: list[Way] = field(default_factory=list)


def ways_of(viewpoint: Viewpoint, person: Person, *, now: datetime) -> list[Known]:
    """What is near to what `person`, who looks, is known by, topic by topic; ten queries at most.

    Only what they may read, nothing they began or have answered, and nobody else's name.
    """
    rows = list(Topic.every.filter(community=viewpoint.community).values_list("pk", "same_as_id", "name"))
    names = {pk: name for pk, _same_as, name in rows}
    # What means the same leads to its topic.
    spellings = Spellings((same_as or pk, name) for pk, same_as, name in rows)
    answered = _answered(viewpoint, person, now)
    says = [topic for topic in sorted(spellings.spoken_of(person.ask_about)) if topic not in answered]
    order = sorted(answered, key=lambda topic: (-answered[topic], names[topic].casefold()))[:TOPICS]
    found = {topic: Known(names[topic], answered.get(topic, 0)) for topic in [*order, *says][:TOPICS]}
    if not found:
        return []
    # What is on several topics stands under one of them.
    told: set[str] = set()
    for ways in (_looked_for, _gatherings, _questions, _on_the_agenda, _asked_at_desks, _to_look_at_again):
        for topics, way in ways(viewpoint, person, found.keys(), spellings, now):
            near = next((topic for topic in found if topic in topics), None)
            if near is None or way.url in told or sum(one.kind == way.kind for one in found[near].ways) == OF_A_KIND:
                continue
            found[near].ways.append(way)
            told.add(way.url)
    return [known for known in found.values() if known.ways]


Found = Iterator[tuple[Collection[int], Way]]


def _answered(viewpoint: Viewpoint, person: Person, now: datetime) -> Mapping[int, int]:
    """How many others they answered on each topic, in conversations that they may read still."""
    deeds = deeds_in_force().filter(
        community=viewpoint.community,
        person=person,
        verb="replied",
        towards__isnull=False,
        happened_at__gt=now - LOOKS_BACK,
        happened_at__lte=now,
    )
    rows = list(deeds.order_by("-happened_at").values_list("what_id", "towards_id")[:MOST])
    seen = Conversation.objects.visible_to(person).filter(pk__in={talk for talk, _whom in rows})
    of = _by_row(seen.filter(topics__isnull=False).order_by().values_list("pk", "topics"))
    people: dict[int, set[int]] = defaultdict(set)
    for talk, whom in rows:
        for topic in of.get(talk or 0, ()):
            people[topic].add(whom or 0)
    return {topic: len(whom) for topic, whom in people.items()}


def _by_row(rows: Iterable[tuple[int, int]]) -> Mapping[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for row, topic in rows:
        found[row].add(topic)
    return found


def _looked_for(
    viewpoint: Viewpoint, person: Person, topics: Collection[int], spellings: Spellings, now: datetime
) -> Found:
    """Gatherings ahead that look for some who know it, to which they have said nothing yet, the next first."""
    community = viewpoint.community
    if not (is_on(community, "gatherings") and is_on(community, "map")):
        return
    ahead = _ahead(viewpoint, person, now).values("pk")
    sought = LookedFor.objects.filter(gathering__in=ahead).filter(Q(topic__in=topics) | Q(topic__same_as__in=topics))
    columns = ("gathering", "gathering__title", "gathering__starts_at", "topic", "topic__same_as", "number")
    for pk, title, on, topic, same_as, number in sought.order_by("gathering__starts_at", "pk").values_list(*columns)[
        :MOST
    ]:
        yield [same_as or topic], Way("looked_for", title, address("gathering", community.slug, pk), on, number=number)


def _ahead(viewpoint: Viewpoint, person: Person, now: datetime) -> GatheringQuerySet:
    """Gatherings ahead that somebody else called, to which they have said nothing yet."""
    said = Exists(Answer.objects.filter(gathering=OuterRef("pk"), person=person).exclude(says=Answer.Says.NOTHING))
    return (
        Gathering.objects.visible_to(person)
        .ahead(now)
        .filter(~said, community=viewpoint.community, starts_at__gt=now, starts_at__lte=now + LOOKS_AHEAD)
        .exclude(convener=person)
    )


def _gatherings(
    viewpoint: Viewpoint, person: Person, topics: Collection[int], spellings: Spellings, now: datetime
) -> Found:
    """Gatherings ahead that speak of it, to which they have said nothing yet; and whether all parts are open there."""
    community = viewpoint.community
    if not is_on(community, "gatherings"):
        return
    rows = list(
        _ahead(viewpoint, person, now)
        .annotate(is_carried=Exists(Part.objects.filter(gathering=OuterRef("pk"))))
        .only("title", "purpose", "starts_at", "conversation")[:MOST]
    )
    of = _by_row(
        Conversation.objects.visible_to(person)
        .filter(pk__in=[one.conversation_id for one in rows if one.conversation_id], topics__in=topics)
        .order_by()
        .values_list("pk", "topics")
    )
    parts = is_on(community, "leadership")
    for one in rows:
        near = spellings.spoken_of(f"{one.title} {one.purpose}") | of.get(one.conversation_id or 0, set())
        url = address("gathering", community.slug, one.pk)
        is_open = parts and not one.is_carried  # type: ignore[attr-defined]
        yield near, Way("gathering", one.title, url, one.starts_at, is_uncarried=is_open)


def _questions(
    viewpoint: Viewpoint, person: Person, topics: Collection[int], spellings: Spellings, now: datetime
) -> Found:
    """Questions filed under it that nobody has answered, the latest first."""
    waiting = Conversation.objects.visible_to(person).unanswered().filter(community=viewpoint.community)
    rows = waiting.exclude(author=person).filter(topics__in=topics).order_by("-opened_at", "-pk", "topics")
    for pk, title, topic in rows.values_list("pk", "title", "topics")[:MOST]:
        yield [topic], Way("question", title, address("conversation", viewpoint.community.slug, pk))


def _on_the_agenda(
    viewpoint: Viewpoint, person: Person, topics: Collection[int], spellings: Spellings, now: datetime
) -> Found:
    """What stands on the learning agenda and speaks of it, those first that nobody carries; and whether it is so."""
    community = viewpoint.community
    if not is_on(community, "agenda"):
        return
    waiting = Item.objects.visible_to(person).open().filter(community=community)
    rows = waiting.exclude(by=person).exclude(carrier=person).order_by("at", "pk")
    found = list(rows.values_list("pk", "title", "why", "carrier")[:MOST])
    for pk, title, why, carrier in sorted(found, key=lambda row: row[3] is not None):
        url = address("agenda_item", community.slug, pk)
        yield spellings.spoken_of(f"{title} {why}"), Way("agenda", title, url, is_uncarried=carrier is None)


def _asked_at_desks(
    viewpoint: Viewpoint, person: Person, topics: Collection[int], spellings: Spellings, now: datetime
) -> Found:
    """Questions to help desks that speak of it and wait for an answer, the soonest promised first."""
    community = viewpoint.community
    if not is_on(community, "undertakings"):
        return
    desks = Undertaking.objects.visible_to(person).under_way().filter(community=community)
    waiting = Asked.objects.filter(desk__undertaking__in=desks, answered_at=None, closed_at=None)
    rows = waiting.exclude(asker=person).order_by("promised_at", "pk").values_list("pk", "desk_id", "title")
    for pk, desk, title in rows[:MOST]:
        yield spellings.spoken_of(title), Way("desk", title, address("desk_question", community.slug, desk, pk))


def _to_look_at_again(
    viewpoint: Viewpoint, person: Person, topics: Collection[int], spellings: Spellings, now: datetime
) -> Found:
    """What is kept on it and was to be looked at again by now, by them or by nobody who is still here."""
    community = viewpoint.community
    if not is_on(community, "repertoire"):
        return
    kept = (
        Resource.objects.visible_to(person)
        .in_use()
        .filter(community=community, review_on__lte=now.astimezone(UTC).date(), topics__in=topics)
    )
    rows = (kept.untended() | kept.filter(steward=person)).order_by("review_on", "pk")
    for pk, title, on, topic in rows.values_list("pk", "title", "review_on", "topics")[:MOST]:
        yield [topic], Way("resource", title, address("resource", community.slug, pk), on)
