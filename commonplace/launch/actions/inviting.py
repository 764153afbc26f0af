"""Whoever was spoken with is asked in later, by a letter with their own words in it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities.joining.actions import inviting
from commonplace.communities.joining.actions.inviting import (
    AddressInWords,
    MayNotInvite,
    TooManyInvitations,
)
from commonplace.communities.models import Invitation, Membership
from commonplace.launch.actions.interviewing import IsErased, NotAStarter
from commonplace.launch.models import Interview, Launch
from commonplace.people.models import Person
from commonplace.people.proof import Unproven
from commonplace.store.locks import lock

__all__ = [
    "AddressInWords",
    "AlreadyIn",
    "IsErased",
    "MayNotInvite",
    "NoAddress",
    "NotAStarter",
    "TooManyInvitations",
    "Unproven",
    "WasInvited",
    "ask_in",
]


class NoAddress(ValueError):
    """No letter reaches them: they gave no address, or are not named."""


class AlreadyIn(ValueError):
    """Whoever has this address is inside already."""


class WasInvited(ValueError):
    """A letter went, and its link is still good, or was taken."""


def ask_in(*, by: Person, interview: Interview, words: str, at: datetime | None = None) -> Invitation:
    """Write to them once, in these words. Raises NotAStarter, NoAddress, AlreadyIn, WasInvited, IsErased, and what
    `inviting.invite` raises.
    """
    now, launch = at or timezone.now(), interview.launch
    if not Launch.objects.started_by(by).filter(pk=launch.pk).exists():
        raise NotAStarter(by.pk)
    with transaction.atomic():
        lock(Person.objects.filter(pk=by.pk))
        rows = lock(Interview.objects.filter(pk=interview.pk))
        if not rows:
            raise IsErased(interview.pk)
        row = rows[0]
        if not row.address:
            raise NoAddress(row.pk)
        if is_in(row):
            raise AlreadyIn(row.pk)
        sent = Invitation.objects.filter(pk=row.invitation_id or 0)
        if sent.exclude(taken_at=None).exists() or sent.opening(now).exists():
            raise WasInvited(row.pk)
        made = inviting.invite(
            by=by, community=launch.community, words=words, name=row.name, address=row.address, at=at
        )
        Interview.objects.filter(pk=row.pk).update(invitation=made.invitation)
    return made.invitation


def is_in(interview: Interview) -> bool:
    """Whether whoever confirmed this address has a standing in the community."""
    inside = Membership.objects.current().filter(community=interview.launch.community_id)
    theirs = {"person__emailaddress__email": interview.address, "person__emailaddress__verified": True}
    return bool(interview.address) and inside.filter(**theirs).exists()
