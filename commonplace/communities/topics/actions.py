"""The community's vocabulary: words named, renamed, put under broader ones, and two made one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community, Topic, TopicMerger
from commonplace.communities.stewards import require_steward
from commonplace.communities.topics.queries import within
from commonplace.lib.slugs import TOPIC, topic_slug
from commonplace.people.models import Person
from commonplace.people.repointing import keys_to, move
from commonplace.people.way_back import WayBack, go_back, without
from commonplace.store.locks import lock
from commonplace.store.registry import Hook

# Called as `callback(kept, other, way_back)` before what is under `other` moves: what people said of one word, they may
# not have said of the other.
BEFORE_TOPICS_MERGE: Hook[Topic, Topic, WayBack] = Hook("before two topics become one")
# Lets a room bring what it keeps by topic up to date, inside the transaction that changed the topic.
ON_REFILED: Hook[Topic] = Hook("when a topic is renamed, or two become one, or one two again")


class TopicTaken(ValueError):
    """Another topic has that name; merging makes them one."""


class NotAWord(ValueError):
    """A topic needs a letter, a figure or a sign that one can say."""


class NotMergeable(ValueError):
    """These are one topic already, or words of two communities."""


class NotPartable(ValueError):
    """They are two already, or what they became has become one with a third."""


class WouldCircle(ValueError):
    """A topic cannot lie within what lies within it."""


def name_topics(*, community: Community, names: Iterable[str]) -> list[Topic]:
    """The community's topics of these names, made where they are new; a synonym names the topic that it leads to.

    Names are folded by their slug. Each topic comes once.
    """
    wanted: dict[str, str] = {}
    for name in names:
        slug = topic_slug(name)
        if slug:
            wanted.setdefault(slug, _one_line(name))
    with transaction.atomic():
        Topic.every.bulk_create(
            [Topic(community=community, slug=slug, name=name) for slug, name in wanted.items()], ignore_conflicts=True
        )
    rows = Topic.every.filter(community=community, slug__in=wanted).select_related("same_as").order_by("pk")
    return list({topic.pk: topic for topic in (row.same_as or row for row in rows)}.values())


def rename_topic(*, by: Person, topic: Topic, name: str, at: datetime | None = None) -> Topic:
    """Give a topic another name, and its page the address that goes with it; the old name stays as a synonym.

    Raises NotASteward, NotAWord, TopicTaken, NotMergeable where it has become one with another meanwhile.
    """
    require_steward(by, topic.community, at=at)
    name, slug = _word(name)
    try:
        with transaction.atomic():
            topic = _kept_still(topic)
            before = Topic(community=topic.community, name=topic.name, slug=topic.slug, same_as=topic)
            # A name that it had before may be taken back.
            Topic.every.filter(same_as=topic, slug=slug).delete()
            topic.name, topic.slug = name, slug
            topic.save(update_fields=["name", "slug"])
            if slug != before.slug:
                before.save(force_insert=True)
            _tell(by, topic, at)
    except IntegrityError as error:
        raise TopicTaken(slug) from error
    return topic


def add_synonym(*, by: Person, topic: Topic, name: str, at: datetime | None = None) -> Topic:
    """Have another word lead to a topic; the word. Raises NotASteward, NotAWord, TopicTaken, NotMergeable."""
    require_steward(by, topic.community, at=at)
    name, slug = _word(name)
    try:
        with transaction.atomic():
            topic = _kept_still(topic)
            synonym: Topic = Topic.every.create(community_id=topic.community_id, name=name, slug=slug, same_as=topic)
            _tell(by, topic, at)
    except IntegrityError as error:
        raise TopicTaken(slug) from error
    return synonym


def drop_synonym(*, by: Person, topic: Topic, synonym: Topic, at: datetime | None = None) -> None:
    """Have a word lead to a topic no more: it is free, and who files under it makes a topic. Raises NotASteward."""
    require_steward(by, topic.community, at=at)
    with transaction.atomic():
        topic = _kept_still(topic)
        gone, _each = Topic.every.filter(pk=synonym.pk, same_as=topic).delete()
        if gone:
            _tell(by, topic, at)


def put_within(*, by: Person, topic: Topic, broader: Topic | None, at: datetime | None = None) -> Topic:
    """Say which topic is the broader one of this, or that none is.

    Raises NotASteward, WouldCircle; NotMergeable where either has become one with another, or is another community's.
    """
    require_steward(by, topic.community, at=at)
    with transaction.atomic():
        topic = _kept_still(topic)
        if broader is not None:
            if not Topic.objects.filter(pk=broader.pk, community=topic.community_id).exists():
                raise NotMergeable(broader.pk)
            if broader.pk in within(topic):
                raise WouldCircle(broader.pk)
        topic.broader = broader
        topic.save(update_fields=["broader"])
        _tell(by, topic, at)
    return topic


def merge_topics(*, by: Person, kept: Topic, other: Topic, at: datetime | None = None) -> TopicMerger:
    """File under `kept` what was filed under `other`, a synonym from now on; `part_topics` is the way back.

    What was narrower than `other` is narrower than `kept`; no circle can come of it. Raises NotASteward, NotMergeable.
    """
    require_steward(by, kept.community, at=at)
    at = at or timezone.now()
    if kept.pk == other.pk or kept.community_id != other.community_id:
        raise NotMergeable(other.pk)
    with transaction.atomic():
        # Whoever files under a topic waits for the community too; of two mergers crosswise one finds nothing left.
        kept, other = _kept_still(kept), _kept_still(other)
        way_back = WayBack(is_kept=True)
        both = Topic.every.filter(pk__in=[kept.pk, other.pk])
        way_back.changing(both, "broader_id", "same_as_id")
        kept.broader_id = _broader_of_both(kept, other)
        other.broader_id = None
        Topic.every.bulk_update([kept, other], ["broader"])
        BEFORE_TOPICS_MERGE(kept, other, way_back)
        for field in keys_to(Topic):
            if field.model is not TopicMerger:
                move(field, since=other, onto=kept, way_back=way_back)
        Topic.every.filter(pk=other.pk).update(same_as=kept)
        way_back.steps = [step for step in way_back.steps if not _is_a_persons(step)]
        merger = TopicMerger.objects.create(kept=kept, other=other, by=by, at=at, way_back=way_back.sealed())
        _tell(by, kept, at)
    return merger


def part_topics(*, by: Person, merger: TopicMerger, at: datetime | None = None) -> Topic:
    """Undo a merger: the other topic again, with what was filed under it then; what came since stays with the kept.

    Raises NotASteward, NotPartable.
    """
    require_steward(by, merger.kept.community, at=at)
    with transaction.atomic():
        lock(Community.objects.filter(pk=merger.kept.community_id))
        found = TopicMerger.objects.filter(pk=merger.pk, kept__same_as=None).select_related("kept", "other").first()
        if found is None or found.other.same_as_id != found.kept_id:
            raise NotPartable(merger.pk)
        go_back(found.way_back)
        _break_circles(found.other_id, found.kept_id)
        for later in TopicMerger.objects.filter(kept=found.kept, pk__gt=found.pk):
            if without(later.way_back, found.way_back):
                later.save(update_fields=["way_back"])
        found.delete()
        other: Topic = Topic.every.select_related("community").get(pk=found.other_id)
        ON_REFILED(other)
        _tell(by, Topic.objects.select_related("community").get(pk=found.kept_id), at)
    return other


def _broader_of_both(kept: Topic, other: Topic) -> int | None:
    """What is broader than the two once they are one: where `kept` lay within `other`, what `other` lay in."""
    if kept.pk in within(other):
        return other.broader_id
    if kept.broader_id is None and other.pk not in within(kept):
        return other.broader_id
    return kept.broader_id


def _break_circles(*topics: int) -> None:
    """Whatever a way back leads to: what was broader then may lie within by now, or be a synonym; then it is not."""
    rows = {row.pk: row for row in Topic.objects.filter(pk__in=topics).select_related("broader")}
    for row in rows.values():
        if row.broader is None:
            continue
        onto = row.broader.same_as_id or row.broader_id
        if onto in within(row):
            onto = None
        Topic.objects.filter(pk=row.pk).update(broader=onto)


def _is_a_persons(step: dict[str, object]) -> bool:
    """Whether a step keeps a row that is somebody's (a follow of both): what they wanted is not kept beside them."""
    gone = step.get("gone")
    if not isinstance(gone, dict):
        return False
    fields = apps.get_model(gone["model"])._meta.local_fields
    return any(field.related_model is Person for field in fields)


def _kept_still(topic: Topic) -> Topic:
    """The topic as it stands now; the vocabulary is changed by nobody else until the transaction ends."""
    lock(Community.objects.filter(pk=topic.community_id))
    found = Topic.objects.select_related("community").filter(pk=topic.pk).first()
    if found is None:
        raise NotMergeable(topic.pk)
    return found


def _one_line(name: str) -> str:
    return " ".join(name.split())[:TOPIC]


def _word(name: str) -> tuple[str, str]:
    """A name as it is kept, and its address; raises NotAWord."""
    name = _one_line(name)
    slug = topic_slug(name)
    if not slug:
        raise NotAWord(name)
    return name, slug


def _tell(by: Person, topic: Topic, at: datetime | None) -> None:
    ON_REFILED(topic)
    ledger.record(
        verb="tidied_topics",
        person=by,
        community=topic.community,
        at=at or timezone.now(),
        what="topic",
        what_id=topic.pk,
    )
