"""A member proposes somebody to tend the community; they say whether they would, and members choose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from commonplace.agreements.actions.indexing import keep_in_index
from commonplace.agreements.actions.proposing import MOST_OPEN, OutsideTheWindow, StewardsChangeIt, TooMany
from commonplace.agreements.actions.rights import NotTheirs, hold_open, require_member
from commonplace.agreements.models import Decision, Nomination, Outcome, Proposal, Wording
from commonplace.agreements.models.proposal import STEWARD
from commonplace.agreements.queries.succession import way_to_choose
from commonplace.communities import ledger
from commonplace.communities.charter.ways import MOST_DAYS
from commonplace.communities.membership.actions.standing import choose_steward
from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import LASTING
from commonplace.people.models import Person


class CannotTend(ValueError):
    """They are no member who can sign in, tend it already, or are proposed already."""


@dataclass(frozen=True)
class Candidacy:
    """Who, what that is in a line, why, and until when it is talked about."""

    person: Person
    title: str
    why: str
    ends_at: datetime


def nominate(
    *,
    by: Person,
    community: Community,
    candidacy: Candidacy,
    idempotency_key: str | None = None,
    at: datetime | None = None,
) -> Proposal:
    """Propose somebody, oneself too, whose yes is then given.

    Raises NotAMember, StewardsChangeIt (where stewards ask whom they want), CannotTend, OutsideTheWindow, TooMany.
    """
    now = at or timezone.now()
    require_member(by, community, at=now)
    with transaction.atomic():
        ledger.changed([community.pk])
        if idempotency_key and (made := Proposal.objects.filter(by=by, idempotency_key=idempotency_key).first()):
            return made
        way = way_to_choose(community, now=now)
        if way is None:
            raise StewardsChangeIt(community.pk)
        standing = _standing(candidacy.person, community)
        open_now = Proposal.objects.undecided().filter(community=community)
        if standing is None or standing.is_steward or open_now.filter(nomination__person=candidacy.person).exists():
            raise CannotTend(candidacy.person.pk)
        if not timedelta(days=way.days) <= candidacy.ends_at - now <= timedelta(days=MOST_DAYS + 1):
            raise OutsideTheWindow(way.days)
        if open_now.filter(carried_by=by).count() >= MOST_OPEN:
            raise TooMany(by.pk)
        proposal = Proposal.objects.create(
            community=community,
            passage=STEWARD,
            by=by,
            carried_by=by,
            title=candidacy.title,
            why=candidacy.why,
            way=way.written,
            at=now,
            ends_at=candidacy.ends_at,
            idempotency_key=idempotency_key,
        )
        Wording.objects.create(proposal=proposal, number=1, by=by, at=now)
        accepted = now if candidacy.person.pk == by.pk else None
        Nomination.objects.create(proposal=proposal, person=candidacy.person, at=now, accepted_at=accepted)
        ledger.record(verb="nominated", person=by, community=community, at=now, what="proposal", what_id=proposal.pk)
        keep_in_index(proposal.pk)
    return proposal


def accept(*, by: Person, proposal: Proposal, at: datetime | None = None) -> None:
    """Say that one would tend it, if members choose so. Raises NotTheirs, IsOver."""
    now = at or timezone.now()
    with transaction.atomic():
        held = hold_open(proposal, at=now)
        _theirs(by, held)
        if Nomination.objects.filter(proposal=held, accepted_at=None).update(accepted_at=now):
            ledger.record(
                verb="would_tend", person=by, community=held.community, at=now, what="proposal", what_id=held.pk
            )


def decline(*, by: Person, proposal: Proposal, at: datetime | None = None) -> None:
    """Say that one would not; the proposal is over. Raises NotTheirs, IsOver."""
    now = at or timezone.now()
    with transaction.atomic():
        held = hold_open(proposal, at=now)
        _theirs(by, held)
        Nomination.objects.filter(proposal=held).update(accepted_at=None)
        Decision.objects.create(proposal=held, outcome=Outcome.WITHDRAWN, at=now)
        ledger.record(
            verb="withdrew_proposal", person=by, community=held.community, at=now, what="proposal", what_id=held.pk
        )


def is_willing(proposal: Proposal) -> bool:
    """Whether whoever is proposed said yes and is a member still."""
    nomination = Nomination.objects.filter(proposal=proposal).select_related("person").first()
    if nomination is None or nomination.person is None or nomination.accepted_at is None:
        return False
    return _standing(nomination.person, proposal.community) is not None


def take_office(proposal: Proposal, *, now: datetime) -> None:
    """Whoever was chosen tends it from now on; stewards who stand stay."""
    person = Nomination.objects.select_related("person").get(proposal=proposal).person
    standing = _standing(person, proposal.community) if person is not None else None
    if standing is not None:
        choose_steward(membership=standing, at=now)


def _standing(person: Person, community: Community) -> Membership | None:
    rows = Membership.objects.filter(community=community, person=person, standing__in=LASTING)
    return rows.filter(person__claimed_at__isnull=False).select_related("person", "community").first()


def _theirs(by: Person, held: Proposal) -> None:
    if not Nomination.objects.filter(proposal=held, person=by).exists():
        raise NotTheirs(by.pk)
