"""What people spoke of is gathered into issues, by those who heard them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.launch.actions.interviewing import NotAStarter
from commonplace.launch.models import Interview, Issue, Launch, Voice
from commonplace.people.models import Person
from commonplace.store.locks import lock

__all__ = ["NameTaken", "NotAStarter", "change_issue", "drop_issue", "gather", "name_issue"]


class NameTaken(ValueError):
    """Another issue is called so; one gathers them into one."""


def name_issue(*, by: Person, launch: Launch, name: str, about: str = "", at: datetime | None = None) -> Issue:
    """Name what several spoke of; named before, it is that one. Raises NotAStarter."""
    _require_starter(by, launch)
    now = at or timezone.now()
    with transaction.atomic():
        lock(Launch.objects.filter(pk=launch.pk))
        issue, is_new = Issue.objects.get_or_create(
            launch=launch, name=name, defaults={"about": about, "by": by, "at": now}
        )
        if is_new:
            ledger.record(verb="gathered_issue", person=by, community=launch.community, space=launch.space, at=now)
    return issue


def change_issue(*, by: Person, issue: Issue, name: str, about: str) -> None:
    """Call it otherwise; raises NotAStarter, NameTaken."""
    _require_starter(by, issue.launch)
    with transaction.atomic():
        lock(Launch.objects.filter(pk=issue.launch_id))
        if Issue.objects.filter(launch=issue.launch_id, name=name).exclude(pk=issue.pk).exists():
            raise NameTaken(name)
        Issue.objects.filter(pk=issue.pk).update(name=name, about=about)
        ledger.changed([issue.launch.community_id])


def gather(*, by: Person, issue: Issue, voices: Mapping[int, bool]) -> None:
    """Say whose conversations speak of it (by their keys), and whether it keeps them awake; once more is instead.

    What is of another launch, or erased meanwhile, is left out. Raises NotAStarter.
    """
    _require_starter(by, issue.launch)
    with transaction.atomic():
        lock(Issue.objects.filter(pk=issue.pk))
        there = Interview.objects.held().filter(launch=issue.launch_id, pk__in=voices)
        Voice.objects.filter(issue=issue).delete()
        Voice.objects.bulk_create(
            Voice(issue=issue, interview_id=pk, is_awake=voices[pk])
            for pk in there.order_by("pk").values_list("pk", flat=True)
        )
        ledger.changed([issue.launch.community_id])


def drop_issue(*, by: Person, issue: Issue) -> None:
    """Take an issue off the map; the conversations stay. Raises NotAStarter."""
    _require_starter(by, issue.launch)
    with transaction.atomic():
        Issue.objects.filter(pk=issue.pk).delete()
        ledger.changed([issue.launch.community_id])


def _require_starter(person: Person, launch: Launch) -> None:
    if not Launch.objects.started_by(person).filter(pk=launch.pk).exists():
        raise NotAStarter(person.pk)
