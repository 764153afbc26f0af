"""Who may propose, answer and carry: members and stewards, and no guest."""

from __future__ import annotations

from datetime import datetime

from commonplace.agreements.models import Proposal
from commonplace.communities import ledger
from commonplace.communities.models import Community
from commonplace.communities.viewpoint import standing_of
from commonplace.people.models import Person
from commonplace.store.locks import lock


class NotAMember(ValueError):
    """Members decide; a guest is here for one thing."""


class NotTheirs(ValueError):
    """Whoever carries the proposal does this."""


class IsOver(ValueError):
    """Its window has ended, or something has come of it."""


def require_member(person: Person, community: Community, *, at: datetime) -> None:
    """Raises NotAMember for guests and whoever is not here."""
    standing = standing_of(person, community, now=at)
    if standing is None or standing.is_guest:
        raise NotAMember(person.pk)


def hold_open(proposal: Proposal, *, at: datetime) -> Proposal:
    """The proposal as it stands, held until the transaction ends; raises IsOver."""
    # The community first: whoever decides holds it too.
    ledger.changed([proposal.community_id])
    rows = lock(Proposal.objects.open_at(at).filter(pk=proposal.pk))
    if not rows:
        raise IsOver(proposal.pk)
    rows[0].community = proposal.community
    return rows[0]
