"""At most five people who may know, each with the reasons in words.

Who says so on their own page may be pointed to at once; who showed it only after saying yes to that topic, and nobody
whose name is known from an archive alone. In which order, and so that nobody is always asked, says `lib.routing`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.communities.access import is_here_and_reads
from commonplace.communities.doors import Confidence
from commonplace.communities.models import Membership, Space, Topic
from commonplace.communities.people.queries import who_offer
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.conversations.models import Conversation, Post
from commonplace.conversations.queries.topics import topics_known
from commonplace.knowledge.models import AskedIn, Limit, Pointing
from commonplace.knowledge.models.asking import USUAL
from commonplace.knowledge.queries.traces import weighed
from commonplace.lib.direction import isolated
from commonplace.lib.folding import folded
from commonplace.lib.routing.ranking import ranked
from commonplace.lib.routing.spread import Week
from commonplace.lib.weeks import monday_of
from commonplace.people.models import Person
from commonplace.ui import words
from commonplace.ui.addresses import address

# Shorter words of the vocabulary ("PE") are found within too many others.
LEAST_LETTERS: Final = 4
NEW: Final = timedelta(days=60)
CANDIDATES: Final = 200
IN_ONE: Final = 10_000_000  # more than there are posts in any conversation: two keys are asked for as one number
NAMES: Final = 30  # of topics and what else they are called, for which is looked on people's own pages


@dataclass(frozen=True)
class Reason:
    """Why somebody may know: a sentence, and where one can look, if anywhere."""

    words: str
    url: str = ""


@dataclass(frozen=True)
class Answered:
    """In how many conversations on a topic somebody answered, and where the latest of these answers stands."""

    times: int
    url: str


@dataclass(frozen=True)
class MayKnow:
    """Somebody who may know, and why; `is_asked` once they were asked in."""

    person_id: int
    byline: Byline
    reasons: Sequence[Reason]
    is_asked: bool = False


@dataclass(frozen=True)
class Wondered:
    """What is asked: in which space, under which topics, by whom, in which words; `conversation` once it is one."""

    space: Space
    topics: Mapping[Topic, Sequence[str]]  # each with its name and what else it is called
    asker_id: int | None
    conversation: Conversation | None = None
    title: str = ""


def topics_in(viewpoint: Viewpoint, text: str, conversation: Conversation | None = None) -> dict[Topic, list[str]]:
    """The words of the community that stand in a text by their name or by what else they are called, and those under
    which a conversation is filed; one query.

    Only words that the viewer may know of: whom a word finds would tell that it is talked about out of their sight.
    """
    filed = Conversation.topics.through.objects.filter(conversation=conversation, topic=OuterRef("pk"))
    known = topics_known(viewpoint).annotate(is_filed=Exists(filed), also=F("synonyms__name"))
    called: dict[Topic, list[str]] = {}
    for one in known.order_by("pk", "synonyms__slug"):  # once for each of its synonyms
        called.setdefault(one, [one.name]).extend(filter(None, [one.also]))
    said = f" {folded(text)} "
    return {
        one: names
        for one, names in called.items()
        if one.is_filed or any(f" {folded(name)} " in said for name in names if len(name) >= LEAST_LETTERS)  # type: ignore[attr-defined]
    }


def who_may_know(viewpoint: Viewpoint, wondered: Wondered, *, now: datetime) -> Sequence[MayKnow]:
    """At most five, for members; whoever was asked in already stays. Six queries, and one where much is new."""
    names = [name for called in wondered.topics.values() for name in called if len(name) >= LEAST_LETTERS][:NAMES]
    if viewpoint.person is None or not viewpoint.is_member or not names:
        return ()
    but = {viewpoint.person.pk, wondered.asker_id}
    says = {one.person_id: spoken for one, spoken in who_offer(viewpoint.community, names, but=but, now=now)}
    welcome = Pointing.objects.filter(topic__in=list(wondered.topics), is_welcome=True).exclude(person__in=but - {None})
    shows: dict[int, set[int]] = {}
    for person, topic in welcome.values_list("person_id", "topic_id")[:CANDIDATES]:
        shows.setdefault(person, set()).add(topic)
    here = _here(viewpoint, wondered, {*says, *shows}, now)
    if not here:
        return ()
    five = _five(viewpoint, wondered, here, now)
    shown = _shown(viewpoint, wondered, [one for one in five if one in shows])
    found = []
    # Who said yes and has shown nothing that this reader may read gives no reason.
    for pk in (one for one in five if one in says or one in shown):
        byline = viewpoint.byline_for(here[pk].person)
        why = _reasons(wondered, says.get(pk, ()), shown.get(pk, {}), is_new=_is_new(here[pk], now))
        found.append(MayKnow(pk, byline, why, is_asked=bool(here[pk].is_asked)))  # type: ignore[attr-defined]
    return found


def _here(viewpoint: Viewpoint, wondered: Wondered, people: Collection[int], now: datetime) -> dict[int, Membership]:
    """Those of them who have a standing here, read that space and may be asked this week."""
    monday, today = start_of_week(now), timezone.localdate(now)
    limits = Limit.objects.filter(community=viewpoint.community, person=OuterRef("person"))
    asked = AskedIn.objects.filter(person=OuterRef("person"), conversation__community=viewpoint.community)
    times = asked.filter(at__gte=monday).order_by().values("person").annotate(n=Count("pk")).values("n")
    others = AskedIn.objects.filter(conversation__community=viewpoint.community, at__gte=monday).order_by()
    others = others.exclude(conversation=wondered.conversation)
    fives = others.values("conversation__community").annotate(n=Count("conversation", distinct=True)).values("n")
    rows = (
        Membership.objects.current(now)
        .filter(community=viewpoint.community, person__in=people, person__claimed_at__isnull=False)
        .filter(person__in=Person.objects.filter(is_here_and_reads(wondered.space)))
        .exclude(pace=Membership.Pace.FOLLOW)
        .annotate(
            a_week=Coalesce(Subquery(limits.values("a_week")[:1]), Value(USUAL)),
            paused_until=Subquery(limits.values("paused_until")[:1]),
            times=Coalesce(Subquery(times), Value(0), output_field=IntegerField()),
            fives=Coalesce(Subquery(fives), Value(0), output_field=IntegerField()),
            is_asked=Exists(asked.filter(conversation=wondered.conversation)),
        )
        .filter(
            Q(is_asked=True) | Q(times__lt=F("a_week")) & (Q(paused_until__isnull=True) | Q(paused_until__lte=today))
        )
    )
    return {one.person_id: one for one in rows.select_related("person")}


def _five(viewpoint: Viewpoint, wondered: Wondered, here: Mapping[int, Membership], now: datetime) -> Sequence[int]:
    """In the order in which they would likely answer, within the week's share; who was asked already stays."""
    week = Week()
    week.fives = next(iter(here.values())).fives  # type: ignore[attr-defined]
    asked = [pk for pk, one in here.items() if one.is_asked]  # type: ignore[attr-defined]
    week.times.update({pk: one.times for pk, one in here.items() if pk not in asked})  # type: ignore[attr-defined]
    topics = [one.pk for one in wondered.topics]
    but = wondered.conversation.pk if wondered.conversation is not None else None
    known_by = weighed(viewpoint.community, now=now, topics=topics, title=wondered.title, but=but)
    order = [one for one in ranked(known_by) if one in here]
    quiet = sorted(pk for pk in here if pk not in order)
    known = [int(str(one)) for one in order] + quiet
    free = week.five(known, is_new=lambda pk: _is_new(here[pk], now) or pk in quiet)
    return [*asked, *(one for one in free if one not in asked)][: max(5, len(asked))]


def start_of_week(now: datetime) -> datetime:
    """The Monday of this week, at midnight."""
    return timezone.make_aware(datetime.combine(monday_of(timezone.localdate(now)), time.min))


def _is_new(one: Membership, now: datetime) -> bool:
    return one.joined_at > now - NEW


def _shown(viewpoint: Viewpoint, wondered: Wondered, people: Sequence[int]) -> Mapping[int, Mapping[int, Answered]]:
    """How each answered under these topics, where the reader may read it; one query."""
    if not people:
        return {}
    written = (
        Post.objects.visible_to(viewpoint.person)
        .filter(author__in=people, number__gt=1, is_automatic=False, conversation__topics__in=list(wondered.topics))
        .filter(conversation__community=viewpoint.community, conversation__space__confidence=Confidence.ORDINARY)
        .exclude(conversation__author=F("author"))
        .exclude(conversation=wondered.conversation)
        .order_by()
        .values_list("author_id", "conversation__topics")
        .annotate(n=Count("conversation", distinct=True), latest=Max(F("conversation_id") * IN_ONE + F("number")))
    )
    meant, slug = {one.pk for one in wondered.topics}, viewpoint.community.slug
    found: dict[int, dict[int, Answered]] = {}
    for person, topic, times, latest in written:
        if topic in meant:
            conversation, number = divmod(latest, IN_ONE)
            url = f"{address('conversation', slug, conversation)}?from={number}#p{number}"
            found.setdefault(person, {})[topic] = Answered(times, url)
    return found


def _reasons(
    wondered: Wondered, says: Collection[str], shown: Mapping[int, Answered], *, is_new: bool
) -> Sequence[Reason]:
    reasons = [Reason(_("Says “ask me about %(topic)s”.") % {"topic": isolated(spoken)}) for spoken in says]
    for topic in wondered.topics:
        if answered := shown.get(topic.pk):
            told = ngettext(
                "Answered on %(topic)s in %(n)s conversation.",
                "Answered on %(topic)s in %(n)s conversations.",
                answered.times,
            )
            called = {"topic": isolated(topic.name), "n": words.number_word(answered.times)}
            reasons.append(Reason(told % called, answered.url))
    if is_new:
        reasons.append(Reason(_("Came in lately.")))
    return reasons
