"""People say who leads them, or that they lead others, and take it back; it is no deed, and no steward reads it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from commonplace.communities import ledger
from commonplace.communities.models import Community, Lead
from commonplace.communities.neutral.queries import ASKED_AGAIN
from commonplace.communities.standing import LASTING
from commonplace.communities.stewards import ElsewhereStanding
from commonplace.communities.viewpoint import standing_of
from commonplace.people.models import Person

MOST = 5  # whom one person says to be led by, in one community


class NotForGuests(ValueError):
    """Whoever is here for a while says of nobody but themselves that they lead."""


class TooManyLeads(ValueError):
    """Nobody is led by that many."""


class AskedAlready(ValueError):
    """Whoever said so was asked not long ago."""


class NobodySaidSo(ValueError):
    """Nobody else said that this person leads."""


def say_who_leads(*, by: Person, community: Community, person: Person, at: datetime | None = None) -> Lead:
    """Say that somebody leads one, or (where it is oneself) that one leads people here; twice is once.

    Raises ElsewhereStanding, NotForGuests, TooManyLeads.
    """
    now = at or timezone.now()
    with transaction.atomic():
        ledger.changed([community.pk])
        standing = standing_of(by, community, now=now)
        if standing is None or standing_of(person, community, now=now) is None:
            raise ElsewhereStanding(person.pk)
        if by.pk != person.pk:
            if standing.standing not in LASTING:
                raise NotForGuests(by.pk)
            others = Lead.objects.said_by(by).of_others().filter(community=community).exclude(person=person)
            if others.count() >= MOST:
                raise TooManyLeads(by.pk)
        said, _made = Lead.objects.get_or_create(
            community=community, person=person, by=by, defaults={"said_on": timezone.localdate(now)}
        )
    return said


def take_back(*, by: Person, lead: Lead) -> None:
    """Say no more that somebody leads: whoever said it, and nobody for them."""
    with transaction.atomic():
        ledger.changed([lead.community_id])
        Lead.objects.said_by(by).filter(pk=lead.pk).delete()


def say_it_is_so(*, by: Person, lead: Lead, at: datetime | None = None) -> None:
    """Having been asked to look again, leave it as it is."""
    Lead.objects.said_by(by).waiting().filter(pk=lead.pk).update(looked_on=timezone.localdate(at))


def ask_to_look_again(*, person: Person, community: Community, at: datetime | None = None) -> None:
    """Ask whoever said that one leads them, without learning who, to look at it again.

    Raises NobodySaidSo, AskedAlready.
    """
    today = timezone.localdate(at)
    with transaction.atomic():
        ledger.changed([community.pk])
        said = Lead.objects.of_others().filter(person=person, community=community)
        if not said.exists():
            raise NobodySaidSo(person.pk)
        if said.filter(asked_on__gt=today - ASKED_AGAIN).exists():
            raise AskedAlready(person.pk)
        said.update(asked_on=today, looked_on=None)
