"""Someone takes a role for a term, coordinator among them, and lays it down."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community, Membership, Role
from commonplace.communities.stewards import ElsewhereStanding, NotASteward, require_steward
from commonplace.people.models import Person
from commonplace.store.locks import lock

SPONSOR = "sponsor"  # as half of Europe calls whoever pays


class TermEndsBeforeItBegins(ValueError):
    """A term's last day comes after its first."""


class AlreadyEnded(ValueError):
    """The role was laid down before."""


def appoint(
    *,
    by: Person,
    membership: Membership,
    name: str,
    since: date,
    until: date | None,
    is_sponsor: bool = False,
    is_shadow: bool = False,
    at: datetime | None = None,
) -> Role:
    """Give someone a role for a term, or let them learn it beside its holder as a shadow; whoever is called a sponsor
    is one, whatever was ticked.

    Raises NotASteward, ElsewhereStanding, TermEndsBeforeItBegins.
    """
    now = at or timezone.now()
    if until is not None and until < since:
        raise TermEndsBeforeItBegins(name)
    with transaction.atomic():
        lock(Community.objects.filter(pk=membership.community_id))
        require_steward(by, membership.community, at=now)
        if not Membership.objects.current(now).filter(pk=membership.pk).exists():
            raise ElsewhereStanding(membership.pk)
        is_sponsor = is_sponsor or SPONSOR in name.casefold()
        role = Role.objects.create(
            membership=membership, name=name, since=since, until=until, is_sponsor=is_sponsor, is_shadow=is_shadow
        )
        ledger.record(
            verb="appointed",
            person=by,
            community=membership.community,
            at=now,
            what="membership",
            what_id=membership.pk,
            part_id=role.pk,
            towards=membership.person,
        )
    return role


def step_down(*, by: Person, role: Role, at: datetime | None = None) -> Role:
    """End a term today, as its holder or as a steward; raises NotASteward, AlreadyEnded.

    A role that had not begun goes as if it had not been given.
    """
    now = at or timezone.now()
    today = timezone.localdate(now)
    membership = role.membership
    with transaction.atomic():
        lock(Community.objects.filter(pk=membership.community_id))
        if membership.person_id != by.pk:
            require_steward(by, membership.community, at=now)
        # A term whose last day is today is as good as laid down: nothing would change.
        ending = Role.objects.filter(Q(until=None) | Q(until__gt=today), pk=role.pk)
        if role.since > today:
            ended = ending.delete()[0]
        else:
            ended = ending.update(until=today)
        if not ended:
            raise AlreadyEnded(role.pk)
        ledger.record(
            verb="stepped_down",
            person=membership.person,
            community=membership.community,
            at=now,
            what="membership",
            what_id=membership.pk,
            part_id=role.pk,
        )
    role.until = today
    return role


__all__ = ["AlreadyEnded", "ElsewhereStanding", "NotASteward", "TermEndsBeforeItBegins", "appoint", "step_down"]
