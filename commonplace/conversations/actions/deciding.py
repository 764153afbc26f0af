"""Stewards say what a suggested word is: a topic, another word for one, or none; and take it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community, Topic
from commonplace.communities.stewards import require_steward
from commonplace.communities.topics.actions import ON_REFILED, NotMergeable, add_synonym, name_topics
from commonplace.communities.topics.queries import topic_named
from commonplace.conversations.actions.indexing import TOPIC, topic_entries_of
from commonplace.conversations.models import Conversation, Fitting, SuggestedTopic, TopicDecision
from commonplace.conversations.queries.suggested import fitting_for
from commonplace.lib.slugs import topic_slug
from commonplace.people.models import Person
from commonplace.people.repointing import keys_to
from commonplace.search import index
from commonplace.store.locks import lock

FILED = Conversation.topics.through


class Decided(ValueError):
    """Another steward has said what it is meanwhile, or nothing is left that would be filed under it."""


def keep_suggested(
    *, by: Person, suggested: SuggestedTopic, under: Topic | None = None, at: datetime | None = None
) -> TopicDecision:
    """Make a suggested word a topic, or another word for the topic `under`, and file there what fits and `by` may read.

    Search hears of it from the worker. Raises NotASteward, Decided; TopicTaken where the word is a topic beside
    `under`, NotMergeable where that one is another community's, or has become one with another.
    """
    require_steward(by, suggested.community, at=at)
    with transaction.atomic():
        lock(Community.objects.filter(pk=suggested.community_id))
        fits = _open(by, suggested)
        conversations = set(fits.values_list("conversation", flat=True))
        if not conversations:
            raise Decided(suggested.pk)
        before = topic_named(suggested.community, topic_slug(suggested.name))
        topic = _topic(by, suggested, under, before, at)
        there = FILED.objects.filter(topic=topic, conversation__in=fits.values("conversation"))
        filed_before = set(there.values_list("conversation", flat=True))
        # What was filed there before is not this decision's, and stays when it is taken back.
        Fitting.objects.filter(
            suggested=suggested, decision=None, conversation__in=there.values("conversation")
        ).delete()
        decision = TopicDecision.objects.create(
            suggested=suggested, topic=topic, is_new_word=before is None, by=by, at=at or timezone.now()
        )
        new = sorted(conversations - filed_before)
        FILED.objects.bulk_create(
            [FILED(conversation_id=pk, topic_id=topic.pk) for pk in new], batch_size=500, ignore_conflicts=True
        )
        _open(by, suggested).update(decision=decision, is_indexed=False)
        index.keep(topic_entries_of([topic.pk]))
        _tell(by, suggested.community, topic, at)
    return decision


def decline_suggested(*, by: Person, suggested: SuggestedTopic, at: datetime | None = None) -> TopicDecision:
    """Say that a suggested word is no topic: it is not suggested again. Raises NotASteward, Decided."""
    require_steward(by, suggested.community, at=at)
    with transaction.atomic():
        lock(Community.objects.filter(pk=suggested.community_id))
        if not _open(by, suggested).exists():
            raise Decided(suggested.pk)
        decision = TopicDecision.objects.create(suggested=suggested, by=by, at=at or timezone.now())
        _tell(by, suggested.community, None, at)
    return decision


def take_back_decision(*, by: Person, decision: TopicDecision, at: datetime | None = None) -> SuggestedTopic:
    """Have a word be suggested again: what was filed under it is not any more, and a word that came with it goes, where
    nothing else is under it. Raises NotASteward, Decided.
    """
    community = decision.suggested.community
    require_steward(by, community, at=at)
    with transaction.atomic():
        lock(Community.objects.filter(pk=community.pk))
        found = TopicDecision.objects.filter(pk=decision.pk).select_related("suggested", "topic").first()
        if found is None:
            raise Decided(decision.pk)
        suggested, topic = found.suggested, found.topic
        fits = Fitting.objects.filter(decision=found)
        if topic is not None:
            FILED.objects.filter(topic=topic, conversation__in=fits.values("conversation")).delete()
        fits.update(decision=None, is_indexed=False)
        found.delete()
        if topic is not None and found.is_new_word:
            _forget_the_word(topic, suggested)
        _tell(by, community, topic if topic is not None and topic.pk else None, at)
    return suggested


def _open(by: Person, suggested: SuggestedTopic) -> QuerySet[Fitting]:
    return fitting_for(by).filter(suggested=suggested)


def _topic(
    by: Person, suggested: SuggestedTopic, under: Topic | None, before: Topic | None, at: datetime | None
) -> Topic:
    """The topic that the word is from now on, or leads to."""
    if under is None:
        (topic,) = name_topics(community=suggested.community, names=[suggested.name])
        return topic
    if not Topic.objects.filter(pk=under.pk, community=suggested.community_id).exists():
        raise NotMergeable(under.pk)
    if before is None or before.pk != under.pk:
        add_synonym(by=by, topic=under, name=suggested.name, at=at)
    return under


def _forget_the_word(topic: Topic, suggested: SuggestedTopic) -> None:
    """Take a word out of the vocabulary again, unless somebody has built on it since."""
    slug = topic_slug(suggested.name)
    if topic.slug != slug:
        gone, _each = Topic.every.filter(same_as=topic, slug=slug, merger=None).delete()
        if gone:
            ON_REFILED(topic)
    elif not any(field.model._base_manager.filter(**{field.attname: topic.pk}).exists() for field in keys_to(Topic)):
        index.drop(TOPIC, [topic.pk])
        topic.delete()


def _tell(by: Person, community: Community, topic: Topic | None, at: datetime | None) -> None:
    ledger.record(
        verb="tidied_topics",
        person=by,
        community=community,
        at=at or timezone.now(),
        what="topic" if topic else "",
        what_id=topic.pk if topic else None,
    )
