"""The community's vocabulary: words named, renamed, and two made one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community, Topic
from commonplace.communities.stewards import require_steward
from commonplace.lib.slugs import topic_slug
from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.store.registry import Hook

# Lets a room bring what it keeps by topic up to date, inside the transaction that changed the topic.
ON_REFILED: Hook[Topic] = Hook("when a topic is renamed, or two become one")


class TopicTaken(ValueError):
    """Another topic has that name; merging makes them one."""


class NotAWord(ValueError):
    """A topic needs a letter, a figure or a sign that one can say."""


class NotMergeable(ValueError):
    """These are one topic already, or words of two communities."""


def name_topics(*, community: Community, names: Iterable[str]) -> list[Topic]:
    """The community's topics of these names, made where they are new; names are folded by their slug."""
    wanted: dict[str, str] = {}
    for name in names:
        slug = topic_slug(name)
        if slug:
            wanted.setdefault(slug, " ".join(name.split())[:60])
    with transaction.atomic():
        Topic.objects.bulk_create(
            [Topic(community=community, slug=slug, name=name) for slug, name in wanted.items()], ignore_conflicts=True
        )
    return list(Topic.objects.filter(community=community, slug__in=wanted))


def rename_topic(*, by: Person, topic: Topic, name: str, at: datetime | None = None) -> Topic:
    """Give a topic another name, and its page the address that goes with it.

    Raises NotASteward, NotAWord, TopicTaken.
    """
    require_steward(by, topic.community, at=at)
    name = " ".join(name.split())[:60]
    slug = topic_slug(name)
    if not slug:
        raise NotAWord(name)
    try:
        with transaction.atomic():
            topic.name, topic.slug = name, slug
            topic.save(update_fields=["name", "slug"])
            _tell(by, topic, at)
    except IntegrityError as error:
        raise TopicTaken(slug) from error
    return topic


def merge_topics(*, by: Person, kept: Topic, other: Topic, at: datetime | None = None) -> Topic:
    """File under `kept` what was filed under `other`, which goes. Raises NotASteward, NotMergeable."""
    require_steward(by, kept.community, at=at)
    if kept.pk == other.pk or kept.community_id != other.community_id:
        raise NotMergeable(other.pk)
    with transaction.atomic():
        # Whoever files under a topic waits for the community too; of two mergers crosswise one finds nothing left.
        lock(Community.objects.filter(pk=kept.community_id))
        if Topic.objects.filter(pk__in=[kept.pk, other.pk]).count() < 2:
            raise NotMergeable(other.pk)
        for model in apps.get_models(include_auto_created=True):
            for field in model._meta.local_fields:
                if isinstance(field, models.ForeignKey) and field.related_model is Topic:
                    _refile(model, field, other, kept)
        other.delete()
        _tell(by, kept, at)
    return kept


def _refile(model: type[models.Model], field: models.ForeignKey[Any, Any], other: Topic, kept: Topic) -> None:
    """Point rows at `kept`, less those that have it already: of a join table, or wherever one row each is promised."""
    rows = model._base_manager.filter(**{field.attname: other.pk})
    promised = [*model._meta.unique_together, *(one.fields for one in model._meta.total_unique_constraints)]
    for names in promised:
        if field.name in names:
            same = {name: OuterRef(name) for name in names if name != field.name}
            rows = rows.exclude(Exists(model._base_manager.filter(**same, **{field.attname: kept.pk})))
    rows.update(**{field.attname: kept.pk})


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
