"""Stewards say what a role is for; whoever holds it writes down what they learned for the next."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community, Role, RoleBrief
from commonplace.communities.roles.queries import key_of
from commonplace.communities.stewards import ElsewhereStanding, require_steward
from commonplace.communities.viewpoint import standing_of
from commonplace.people.models import Person
from commonplace.store.locks import lock


class NotTheirs(ValueError):
    """Only whoever held a role writes down what they learned in it."""


class Unnamed(ValueError):
    """A role whose name has no letter and no figure has no brief: it could not be told from others."""


def brief(*, by: Person, community: Community, name: str, words: str, at: datetime | None = None) -> None:
    """Say what roles of this name are for, in place of what was said before; empty words take it away.

    Raises NotASteward, Unnamed.
    """
    now, key = at or timezone.now(), key_of(name)
    if not key:
        raise Unnamed(name)
    with transaction.atomic():
        lock(Community.objects.filter(pk=community.pk))
        require_steward(by, community, at=now)
        said = RoleBrief.objects.filter(community=community, folded_name=key)
        if words:
            RoleBrief.objects.update_or_create(community=community, folded_name=key, defaults={"words": words})
        elif not said.delete()[0]:
            return
        ledger.record(
            verb="changed_community", person=by, community=community, at=now, what="community", what_id=community.pk
        )


def hand_over(*, by: Person, role: Role, words: str, at: datetime | None = None) -> None:
    """Write down what one learned in a role, for whoever holds it next; empty words take it back.

    It can be written for as long as one is here, also after the term. Raises NotTheirs, ElsewhereStanding.
    """
    now, membership = at or timezone.now(), role.membership
    if membership.person_id != by.pk:
        raise NotTheirs(role.pk)
    with transaction.atomic():
        lock(Community.objects.filter(pk=membership.community_id))
        if standing_of(by, membership.community, now=now) is None:
            raise ElsewhereStanding(membership.pk)
        Role.objects.filter(pk=role.pk).update(handover=words)
        ledger.record(
            verb="wrote_handover",
            person=by,
            community=membership.community,
            at=now,
            what="membership",
            what_id=membership.pk,
            part_id=role.pk,
        )
    role.handover = words
