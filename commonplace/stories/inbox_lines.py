"""What waits of stories: words to confirm, an objection to settle, what became of one’s own, and being told of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from commonplace.communities.inbox import Line, Need, Seen, row
from commonplace.people.models import Person
from commonplace.stories.models import Objection, StepLink, Story

TOLD_FOR, WAITS_FOR = timedelta(days=14), timedelta(days=365)


def _read_back(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    found = Story.objects.standing().filter(
        teller=person, community__in=communities, read_back_at__gt=since, steps__confirmed_at=None, steps__isnull=False
    )
    return row(
        found.distinct(),
        "story_read_back",
        who="written_by",
        community_id=F("community_id"),
        about_id=F("pk"),
        content_id=F("pk"),
        happened_at=F("read_back_at"),
    )


def _read(seen: Seen) -> Need:
    return seen.need(
        _("%(name)s wrote down what you told."),
        _("Nobody else reads it until you have said that it is yours, and how far it may go."),
        _("Read it"),
        seen.url("story", seen.one.about_id),
    )


def _objected(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    found = Objection.objects.filter(
        step__story__teller=person, step__story__community__in=communities, settled_at=None, at__gt=since
    )
    return _objection_row(found, "story_objected", "at")


def _reword(seen: Seen) -> Need:
    return seen.need(
        _("Somebody whom a story of yours is about objects."),
        _("The step is held. You can tell it in other words, or take it out."),
        _("See what they say"),
        seen.url("story_objection", seen.one.about_id),
    )


def _to_settle(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    found = Objection.objects.filter(step__story__community__in=communities, settled_at=None, at__gt=since)
    return _objection_row(found.exclude(Q(step__story__teller=person) | Q(by=person)), "story_to_settle", "at")


def _settle(seen: Seen) -> Need:
    return seen.need(
        _("Somebody objects to what a story tells about them."),
        _("The step is held until its teller finds other words, or a steward says what becomes of it."),
        _("Look at it"),
        seen.url("story_objection", seen.one.about_id),
    )


def _settled(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    found = Objection.objects.filter(by=person, step__story__community__in=communities, settled_at__gt=since)
    own = Objection.Became.TAKEN_BACK
    return _objection_row(found.exclude(became=own), "story_settled", "settled_at")


def _hear(seen: Seen) -> Need:
    return seen.need(
        _("Something became of what you objected to."),
        _("It was told in other words, taken out, or a steward says why it stands."),
        _("See what"),
        seen.url("story_objection", seen.one.about_id),
    )


def _objection_row(found: QuerySet[Any], code: str, at: str) -> QuerySet[Any, Any]:
    return row(found, code, community_id=F("step__story__community_id"), about_id=F("pk"), happened_at=F(at))


def _named(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    found = StepLink.objects.filter(
        kind="person",
        object_id=person.pk,
        step__story__community__in=communities,
        step__story__shown_at__gt=since,
        step__releases__withdrawn_at=None,
        step__releases__audience__in=("members", "sponsor", "public"),
    ).exclude(step__story__teller=person)
    return row(
        found,
        "story_names",
        community_id=F("step__story__community_id"),
        about_id=F("step__story_id"),
        content_id=F("step__story_id"),
        happened_at=F("step__story__shown_at"),
    )


def _see(seen: Seen) -> Need:
    return seen.need(
        _("A story points at you."),
        _("If it tells something about you that should not be told, say so there: it is held at once."),
        _("Read it"),
        seen.url("story", seen.one.about_id),
    )


LINES = (
    Line("story_to_settle", 203, _to_settle, _settle, {"since": WAITS_FOR}, is_for_stewards=True),
    Line("story_objected", 204, _objected, _reword, {"since": WAITS_FOR}),
    Line("story_read_back", 205, _read_back, _read, {"since": WAITS_FOR}, content="story"),
    Line("story_settled", 206, _settled, _hear, {"since": TOLD_FOR}),
    Line("story_names", 207, _named, _see, {"since": TOLD_FOR}, content="story"),
)
