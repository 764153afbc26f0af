"""What waits: a question that somebody was asked into by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from commonplace.communities.inbox import Line, Need, Seen, Waiting, row
from commonplace.communities.models import Community
from commonplace.conversations.models import Post
from commonplace.knowledge.models import AskedIn
from commonplace.people.models import Person

WAITS_FOR = timedelta(days=21)


def _standing() -> QuerySet[AskedIn]:
    wrote = Post.objects.filter(
        author=OuterRef("person"), conversation=OuterRef("conversation"), written_at__gt=OuterRef("at")
    )
    return AskedIn.objects.filter(
        ~Exists(wrote), passed_at=None, conversation__settlement__isnull=True, conversation__closure__isnull=True
    )


def _rows(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    asked = _standing().filter(person=person, conversation__community__in=communities, at__gt=since)
    return row(
        asked,
        "asked_in",
        community_id=F("conversation__community_id"),
        about_id=F("conversation_id"),
        content_id=F("conversation_id"),
        number=F("pk"),
        title=F("conversation__title"),
        who="by",
        happened_at=F("at"),
    )


def _people(community: Community, *, since: datetime) -> QuerySet[Any, Any]:
    asked = _standing().filter(conversation__community=community, at__gt=since)
    return asked.values_list("person_id", flat=True)


def _about(one: Waiting) -> frozenset[tuple[object, ...]]:
    return frozenset([("conversation", one.about_id)])


def _sentence(seen: Seen) -> Need:
    need = seen.need(
        _("%(name)s wonders whether you know."),
        _("“%(title)s”. You may answer, or leave it to others: nobody is told which."),
        _("Read it"),
        seen.url("conversation", seen.one.about_id),
    )
    return replace(need, press=_("Leave it to others"), press_url=seen.url("pass_on", seen.one.number))


LINES = (
    Line("asked_in", 42, _rows, _sentence, {"since": WAITS_FOR}, content="conversation", about=_about, whom=_people),
)
