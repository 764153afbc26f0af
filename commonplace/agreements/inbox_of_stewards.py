"""What waits where members choose who tends the community: a yes of whoever is proposed, and nobody who tends it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from commonplace.agreements.models import Nomination, Proposal
from commonplace.agreements.models.nomination import NominationQuerySet
from commonplace.agreements.models.proposal import KIND
from commonplace.agreements.queries.succession import AWAY, asked
from commonplace.communities.inbox import About, Line, Need, Seen, Waiting, row
from commonplace.communities.models import Community
from commonplace.people.models import Person

NOW = timedelta(0)


def _proposed(now: datetime) -> NominationQuerySet:
    return Nomination.objects.filter(accepted_at=None, proposal__in=Proposal.objects.open_at(now))


def _proposed_rows(*, person: Person, communities: Sequence[int], now: datetime) -> QuerySet[Any, Any]:
    found = _proposed(now).visible_to(person).filter(person=person, proposal__community__in=communities)
    return row(
        found,
        "nominated",
        who="proposal__by",
        community_id=F("proposal__community_id"),
        about_id=F("proposal_id"),
        title=F("proposal__title"),
        happened_at=F("at"),
    )


def _proposed_people(community: Community, *, now: datetime) -> QuerySet[Any, Any]:
    found = _proposed(now).filter(proposal__community=community, person__isnull=False)
    return found.values_list("person_id", flat=True)


def _would_you(seen: Seen) -> Need:
    return seen.need(
        _("%(name)s proposes that you tend this community."),
        _("“%(title)s”. Without your yes nobody is chosen, and a no needs no reason."),
        _("Say whether you would"),
        f"{seen.url('proposal', seen.one.about_id)}#nominated",
    )


def _untended_rows(*, person: Person, communities: Sequence[int], since: datetime) -> QuerySet[Any, Any]:
    found = asked(since)
    return row(
        found.filter(person=person, community__in=communities),
        "untended",
        community_id=F("community_id"),
        about_id=F("community_id"),
        happened_at=F("joined_at"),
    )


def _untended_people(community: Community, *, since: datetime) -> QuerySet[Any, Any]:
    return asked(since).filter(community=community).values_list("person_id", flat=True)


def _nobody_tends(seen: Seen) -> Need:
    return seen.need(
        _("Nobody tends this community just now."),
        _("Its stewards are gone, or have done nothing here for four months. Members choose who comes after them."),
        _("Propose somebody, or yourself"),
        seen.url("steward_new"),
    )


def _of_proposal(one: Waiting) -> About:
    return frozenset([(KIND, one.about_id)])


LINES = (
    Line("untended", 44, _untended_rows, _nobody_tends, {"since": AWAY}, whom=_untended_people),
    Line("nominated", 45, _proposed_rows, _would_you, {"now": NOW}, about=_of_proposal, whom=_proposed_people),
)
