"""What waits in groups: who asks to be let in, numbers to give, a lesson to agree to, a milestone’s day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from commonplace.communities.inbox import About, Line, Need, Seen, Waiting, row
from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.undertakings.models import (
    Figure,
    Lesson,
    LessonYes,
    Measure,
    Milestone,
    Participant,
    Period,
    Undertaking,
)

ASKED_FOR = timedelta(days=60)


def _their_groups(person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    """The undertakings that go on in whose group `person` is."""
    seen = Undertaking.objects.visible_to(person).under_way().filter(community__in=communities)
    inside = Participant.objects.in_group().filter(person=person)
    return seen.filter(pk__in=inside.values("undertaking")).values("pk")


def _groups(community: Community, found: QuerySet[Any, Any], column: str) -> QuerySet[Any, Any]:
    """Everyone in the groups of what was found."""
    inside = Participant.objects.in_group().filter(undertaking__community=community)
    return inside.filter(undertaking__in=found.values(column)).values_list("person_id", flat=True)


def _asking_rows(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    asking = Participant.objects.filter(let_in_at=None, asked_at__gt=since)
    return row(
        asking.filter(undertaking__in=_their_groups(person, communities)),
        "asks_in",
        who="person",
        community_id=F("undertaking__community_id"),
        about_id=F("undertaking_id"),
        number=F("pk"),
        title=F("undertaking__title"),
        happened_at=F("asked_at"),
    )


def _asking_people(community: Community, *, since: datetime) -> QuerySet[Any, Any]:
    return _groups(community, Participant.objects.filter(let_in_at=None, asked_at__gt=since), "undertaking")


def _asks(seen: Seen) -> Need:
    return seen.need(
        _("%(name)s asks to take part."),
        _("In “%(title)s”. You are inside, and let others in."),
        _("Look at it"),
        seen.url("undertaking_group", seen.one.about_id),
    )


def _to_give() -> QuerySet[Period]:
    return Period.objects.filter(benchmark__undertaking__ended_at=None)


def _numbers_rows(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    given = Figure.objects.filter(measure=OuterRef("pk"), period=OuterRef(OuterRef("pk")), participant__person=person)
    lacking = Measure.objects.filter(~Exists(given), benchmark=OuterRef("benchmark"))
    found = _to_give().filter(Exists(lacking), at__gt=since, benchmark__in=_their_groups(person, communities))
    return row(
        found,
        "numbers_wait",
        community_id=F("benchmark__undertaking__community_id"),
        about_id=F("benchmark_id"),
        number=F("pk"),
        title=F("benchmark__undertaking__title"),
        words=F("words"),
        happened_at=F("at"),
    )


def _numbers_people(community: Community, *, since: datetime) -> QuerySet[Any, Any]:
    return _groups(community, _to_give().filter(at__gt=since), "benchmark")


def _numbers(seen: Seen) -> Need:
    return seen.need(
        _("Your numbers are still missing."),
        _("In “%(title)s”, for %(words)s. You can leave any of them out."),
        _("Give them"),
        seen.url("benchmark_numbers", seen.one.about_id, seen.one.number),
    )


def _lesson_rows(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    agreed = LessonYes.objects.filter(lesson=OuterRef("pk"), participant__person=person)
    found = Lesson.objects.filter(~Exists(agreed), told_at=None, at__gt=since)
    return row(
        found.filter(benchmark__in=_their_groups(person, communities)),
        "lesson_waits",
        who="by",
        community_id=F("benchmark__undertaking__community_id"),
        about_id=F("benchmark_id"),
        number=F("pk"),
        title=F("benchmark__undertaking__title"),
        happened_at=F("at"),
    )


def _lesson_people(community: Community, *, since: datetime) -> QuerySet[Any, Any]:
    return _groups(community, Lesson.objects.filter(told_at=None, at__gt=since), "benchmark")


def _lesson(seen: Seen) -> Need:
    return seen.need(
        _("May this be told?"),
        _("A lesson of “%(title)s” waits for your yes, word by word."),
        _("Read it"),
        f"{seen.url('mutual_benchmark', seen.one.about_id)}#lesson-{seen.one.number}",
    )


def _due() -> QuerySet[Milestone]:
    """Those whose day has come, as the worker has seen."""
    return Milestone.objects.filter(
        told_for=F("on"), reached_at=None, let_go_at=None, project__undertaking__ended_at=None
    )


def _due_rows(*, person: Person, communities: Sequence[int]) -> QuerySet[Any, Any]:
    seen = Undertaking.objects.visible_to(person).under_way().carried_by(person).filter(community__in=communities)
    return row(
        _due().filter(project__in=seen.values("pk")),
        "milestone_due",
        community_id=F("project__undertaking__community_id"),
        about_id=F("project_id"),
        number=F("pk"),
        title=F("project__undertaking__title"),
        words=F("words"),
        happened_at=F("project__undertaking__changed_at"),
    )


def _due_people(community: Community) -> QuerySet[Any, Any]:
    found = _due().filter(project__undertaking__community=community)
    return Person.objects.filter(
        Q(pk__in=found.values("project__undertaking__begun_by"))
        | Q(pk__in=found.values("project__undertaking__hands__person"))
    ).values_list("pk", flat=True)


def _milestone(seen: Seen) -> Need:
    return seen.need(
        _("A milestone has come to its day."),
        _("“%(words)s”, in “%(title)s”. It can be reached, moved, or let go."),
        _("Look at it"),
        seen.url("project_milestone", seen.one.about_id, seen.one.number),
    )


def _of_row(one: Waiting) -> About:
    return frozenset([(one.code, one.number)])


LINES = (
    Line("asks_in", 35, _asking_rows, _asks, {"since": ASKED_FOR}, about=_of_row, whom=_asking_people),
    Line("numbers_wait", 49, _numbers_rows, _numbers, {"since": ASKED_FOR}, about=_of_row, whom=_numbers_people),
    Line("lesson_waits", 46, _lesson_rows, _lesson, {"since": ASKED_FOR}, about=_of_row, whom=_lesson_people),
    Line("milestone_due", 36, _due_rows, _milestone, about=_of_row, whom=_due_people),
)
