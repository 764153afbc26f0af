"""Leads are found once a day; those who said that they would follow some take one, let it go, and write."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.communities.stewards import NotASteward, require_steward
from commonplace.people.models import Person
from commonplace.stories.actions.asking_later import ask_after
from commonplace.stories.actions.rights import NotAMember, require_member
from commonplace.stories.models import Detective, Story, StoryLead
from commonplace.stories.models.asking import LIVES
from commonplace.stories.module import MODULE
from commonplace.stories.queries.loops import closed_since

__all__ = [
    "IsTaken",
    "NotADetective",
    "NotAMember",
    "NotASteward",
    "find_leads",
    "follow_leads",
    "follow_no_more",
    "let_go",
    "made_of",
    "put_aside",
    "take",
]


class NotADetective(ValueError):
    """Whoever follows leads has said so first."""


class IsTaken(ValueError):
    """Somebody else follows it, or something has come of it."""


def find_leads(*, now: datetime) -> int:
    """Find new leads in every community that has stories; how many."""
    having = Community.objects.alias(on=Cast("modules", TextField())).filter(on__contains=f'"{MODULE}"')
    return sum(find_in(one, now=now) for one in having.order_by("pk"))


def find_in(community: Community, *, now: datetime) -> int:
    """Find them in one; what nobody followed in half a year goes. Whoever closed a loop is asked weeks later."""
    closed = closed_since(community, now - LIVES)
    with transaction.atomic():
        StoryLead.objects.open().filter(community=community, taken_by=None, happened_at__lt=now - LIVES).delete()
        before = StoryLead.objects.filter(community=community).count()
        StoryLead.objects.bulk_create(
            [
                StoryLead(
                    community=community,
                    why=one.why,
                    object_id=one.object_id,
                    happened_at=one.happened_at,
                    found_at=now,
                )
                for one in closed
                if one.happened_at <= now
            ],
            ignore_conflicts=True,
        )
        for one in closed:
            ask_after(community, one, now=now)
        return StoryLead.objects.filter(community=community).count() - before


def follow_leads(*, by: Person, community: Community, at: datetime | None = None) -> None:
    """Say that one would follow leads here. Raises NotAMember."""
    now = at or timezone.now()
    require_member(by, community, at=now)
    Detective.objects.get_or_create(community=community, person=by, defaults={"since": now})


def follow_no_more(*, by: Person, community: Community) -> None:
    """Follow none any more; what one had taken is free again."""
    with transaction.atomic():
        Detective.objects.filter(community=community, person=by).delete()
        taken = StoryLead.objects.open().filter(community=community, taken_by=by)
        taken.update(taken_by=None, taken_at=None)


def take(*, by: Person, lead: StoryLead, at: datetime | None = None) -> None:
    """Follow it. Raises NotAMember, NotADetective, IsTaken."""
    now = at or timezone.now()
    require_member(by, lead.community, at=now)
    if not Detective.objects.filter(community=lead.community_id, person=by).exists():
        raise NotADetective(by.pk)
    free = StoryLead.objects.open().filter(pk=lead.pk, taken_by=None)
    if not free.update(taken_by=by, taken_at=now) and not _is_taken_by(by, lead):
        raise IsTaken(lead.pk)


def let_go(*, by: Person, lead: StoryLead) -> None:
    """Leave it to somebody else."""
    StoryLead.objects.open().filter(pk=lead.pk, taken_by=by).update(taken_by=None, taken_at=None)


def put_aside(*, by: Person, lead: StoryLead, at: datetime | None = None) -> None:
    """Nothing is to be told of it: whoever took it says so, or a steward. Raises NotASteward."""
    now = at or timezone.now()
    if not _is_taken_by(by, lead):
        require_steward(by, lead.community, at=now)
    StoryLead.objects.open().filter(pk=lead.pk).update(put_aside_at=now)


def made_of(*, by: Person, lead: StoryLead, story: Story) -> None:
    """A story came of it. Raises IsTaken."""
    if not StoryLead.objects.open().filter(pk=lead.pk, taken_by=by).update(story=story):
        raise IsTaken(lead.pk)


def _is_taken_by(person: Person, lead: StoryLead) -> bool:
    return StoryLead.objects.open().filter(pk=lead.pk, taken_by=person).exists()
