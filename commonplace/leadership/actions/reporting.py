"""A group reports back, in the conversation that belongs to the gathering."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Post
from commonplace.gatherings.actions.talking import HeldCloser, begin_to_talk, may_be_talked_about
from commonplace.gatherings.models import Gathering
from commonplace.leadership.groups import BRIEFS, Group
from commonplace.leadership.models import Part, Report
from commonplace.people.models import Person
from commonplace.store.locks import lock

__all__ = ["HeldCloser", "NotBegun", "NotTheirPart", "may_report", "report_back"]


class NotTheirPart(ValueError):
    """Only those report who carry the part, at this gathering or in this season."""


class NotBegun(ValueError):
    """There is nothing yet to report of."""


def may_report(person: Person, gathering: Gathering, group: Group, *, now: datetime) -> bool:
    """Whether someone carries this part, at the gathering or for a season; one query for each."""
    if Part.objects.filter(gathering=gathering, person=person, group=group).exists():
        return True
    return Part.objects.for_season(gathering.community, now.date()).filter(person=person, group=group).exists()


def report_back(
    *,
    by: Person,
    gathering: Gathering,
    group: Group,
    text: str,
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> Report:
    """Say what a group found at a gathering: a post in its conversation, which begins with it if need be.

    Raises HeldCloser, NotBegun, NotTheirPart, IsClosed, IsGone, NothingSaid and `markdown.TextTooLong`.
    """
    at = at or timezone.now()
    if not may_be_talked_about(gathering):
        raise HeldCloser(gathering.pk)
    if gathering.is_open_dated or gathering.is_cancelled or gathering.starts_at > at:
        raise NotBegun(gathering.pk)
    with transaction.atomic():
        (standing,) = lock(Gathering.objects.filter(pk=gathering.pk))
        if not may_report(by, gathering, group, now=at):
            raise NotTheirPart(by.pk)
        standing.community, standing.space = gathering.community, gathering.space
        post = _said(by, standing, _headed(group, text, gathering.community.language), idempotency_key, at)
        report, _is_new = Report.objects.get_or_create(
            post=post, defaults={"gathering": standing, "group": group, "at": at}
        )
    return report


def _headed(group: Group, text: str, language: str) -> str:
    """The words under the group's name, in the community's language."""
    if not text.strip():
        return ""
    with override(language):
        return f"**{BRIEFS[group].title}**\n\n{text}"


def _said(by: Person, gathering: Gathering, text: str, idempotency_key: str | None, at: datetime) -> Post:
    conversation = gathering.conversation
    if conversation is None:
        begun = begin_to_talk(by=by, gathering=gathering, text=text, idempotency_key=idempotency_key, at=at)
        return begun.posts.get(number=1)
    return reply(by=by, conversation=conversation, text=text, idempotency_key=idempotency_key, at=at)
