"""What came from elsewhere without topics is looked through for some, by the worker, a few conversations at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Left

from commonplace.communities import access
from commonplace.communities.doors import Confidence
from commonplace.communities.models import Community
from commonplace.communities.topics.queries import vocabulary
from commonplace.conversations.actions.indexing import index_conversation
from commonplace.conversations.models import Conversation, Fitting, Post, SuggestedTopic, TopicDecision, TopicSearch
from commonplace.conversations.models.conversation import ConversationQuerySet
from commonplace.conversations.queries.suggested import FEWEST
from commonplace.conversations.queries.suggesting import MOST, small_words, stemmer
from commonplace.lib import salience, subjects
from commonplace.lib.salience import Stem
from commonplace.lib.slugs import topic_slug

MOST_TITLES = 100_000  # the latest, of which what comes again is counted
LONGEST = 4_000  # characters of an opening that are looked at
AT_ONCE = 100
IN_ONE_TURN = 2_000  # conversations
INDEXED_IN_ONE_TURN = 300
# One word of the vocabulary that stands in a text once says little; in the title, or twice, it does.
TELLING = 1.5


def look_for_topics(*, community: Community) -> None:
    """Have the worker look for topics of what came without any; one that is at it begins again."""
    TopicSearch.objects.update_or_create(community=community, defaults={"upto": 0})


def suggest_topics(*, now: datetime) -> int:
    """Go on looking, where a turn before this one ended or a process died; how many conversations were looked at."""
    number = 0
    for row in TopicSearch.objects.filter(upto__isnull=False).select_related("community").order_by("pk"):
        if number >= IN_ONE_TURN:
            break
        if row.upto == 0:
            _find_words(row.community)
        look = _Look(row.community)
        while row.upto is not None and number < IN_ONE_TURN:
            number += _go_on(row, look, now)
    return number


def tell_search(*, now: datetime) -> int:
    """Have search know some more of the conversations about which stewards decided; how many."""
    waiting = Fitting.objects.filter(is_indexed=False).order_by("pk")
    some = list(waiting.values_list("pk", "conversation_id")[:INDEXED_IN_ONE_TURN])
    told: set[int] = set()
    for pk, conversation in some:
        with transaction.atomic():
            # Decided on again meanwhile, it is told again.
            Fitting.objects.filter(pk=pk).update(is_indexed=True)
            if conversation not in told:
                told.add(conversation)
                index_conversation(Conversation.objects.get(pk=conversation))
    return len(some)


def _looked_at(community: Community) -> ConversationQuerySet:
    """What came from elsewhere, is under no topic, and may be read by everybody inside: nothing of a group, nothing in
    confidence.
    """
    return Conversation.objects.filter(
        access.space_is_visible_inside("space__"),
        access.is_not_held(None, kind="conversation", author="author_id", community="community_id"),
        community=community,
        space__confidence=Confidence.ORDINARY,
        topics=None,
        merged_into=None,
        post_count__gt=0,
        is_automatic=False,
    ).exclude(origin="")


def _find_words(community: Community) -> None:
    """Note the phrases that come again in titles and that the vocabulary has no word for."""
    look = _Look(community)
    found = subjects.recurring(
        _titles(community),
        small=small_words(community.language) | subjects.asking(community.language),
        stem=look.stem,
        beside=community.name,
    )
    rows = [
        SuggestedTopic(community=community, name=one.words, stems=_key(one.stems))
        for one in found
        if topic_slug(one.words) and _key(one.stems) not in look.taken
    ]
    SuggestedTopic.objects.bulk_create(rows, ignore_conflicts=True)


def _titles(community: Community) -> Iterator[subjects.Title]:
    before = None
    left = MOST_TITLES
    while left > 0:
        rows = _looked_at(community).order_by("-pk").values_list("pk", "title", "author_id")
        some = list((rows if before is None else rows.filter(pk__lt=before))[: min(left, 2_000)])
        if not some:
            return
        yield from (subjects.Title(title, who) for _pk, title, who in some)
        before, left = some[-1][0], left - len(some)


class _Look:
    """What a community's conversations are compared with: its own words, and phrases that nobody declined."""

    def __init__(self, community: Community) -> None:
        self.community = community
        self.small = small_words(community.language)
        self.stem: Stem = cache(stemmer(community.language))
        self.ours = vocabulary(community)
        self.taken = {self.key_of(name) for names in self.ours.values() for name in names}
        declined = TopicDecision.objects.filter(topic=None, suggested__community=community).values("suggested")
        rows = SuggestedTopic.objects.filter(community=community)
        self.declined = set(rows.filter(pk__in=declined).values_list("stems", flat=True))
        self.found = set(rows.values_list("stems", flat=True)) - self.taken

    def key_of(self, name: str) -> str:
        """By what a word of the vocabulary is the same as a phrase."""
        return _key([self.stem(word) for word in name.split()])

    def words_for(self, title: str, text: str) -> Mapping[str, str]:
        """At most five words for a conversation, by their stems: the community's own, then those of the title, then
        what stands out in the text.
        """
        words: dict[str, str] = {}
        for pk, weight in salience.known(title, text, self.ours, stem=self.stem):
            if weight > TELLING:
                name = self.ours[pk][0]
                words.setdefault(self.key_of(name), name)
        in_title = salience.phrases(title, small=self.small, stem=self.stem)
        outstanding = salience.salient(title, text, small=self.small, stem=self.stem, most=MOST)
        for stems, shown in (*in_title.items(), *((one.stems, one.words) for one in outstanding)):
            if (key := _key(stems)) in self.found:
                words.setdefault(key, shown)
        return dict([pair for pair in words.items() if pair[0] not in self.declined][:MOST])


def _go_on(row: TopicSearch, look: _Look, now: datetime) -> int:
    opening = Post.objects.filter(conversation=OuterRef("pk"), number=1, withdrawal=None)
    found = _looked_at(row.community).filter(pk__gt=row.upto).order_by("pk")
    told = found.annotate(words=Subquery(opening.values(begun=Left("source", LONGEST))[:1]))
    some = list(told.values_list("pk", "title", "words")[:AT_ONCE])
    fitting = [(pk, look.words_for(title, _without_quotes(words or ""))) for pk, title, words in some]
    before, upto = row.upto, some[-1][0] if len(some) == AT_ONCE else None
    with transaction.atomic():
        _keep(look.community, fitting)
        # Asked for again meanwhile, it begins again.
        went_on = TopicSearch.objects.filter(pk=row.pk, upto=before).update(upto=upto, ended_at=now)
        if went_on and upto is None:
            _forget_what_gathers_little(look.community)
    row.upto = upto
    return len(some)


def _keep(community: Community, fitting: Sequence[tuple[int, Mapping[str, str]]]) -> None:
    names = {stems: name for _pk, words in fitting for stems, name in words.items()}
    SuggestedTopic.objects.bulk_create(
        [SuggestedTopic(community=community, name=name[:60], stems=stems) for stems, name in names.items()],
        ignore_conflicts=True,
    )
    known = dict(SuggestedTopic.objects.filter(community=community, stems__in=names).values_list("stems", "pk"))
    rows = [Fitting(suggested_id=known[stems], conversation_id=pk) for pk, words in fitting for stems in words]
    Fitting.objects.bulk_create(rows, ignore_conflicts=True)


def _forget_what_gathers_little(community: Community) -> None:
    rows = SuggestedTopic.objects.filter(community=community, decisions=None)
    rows.annotate(number=Count("fittings")).filter(number__lt=FEWEST).delete()


def _without_quotes(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith(">"))


def _key(stems: Sequence[str]) -> str:
    return " ".join(stems)[:120]
