"""Whether somebody tends a community, and who is asked where nobody does; told from deeds, never from reading."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now, TruncDate

from commonplace.agreements.models import Proposal
from commonplace.agreements.models.proposal import STEWARD
from commonplace.communities.charter.ways import By, Way, current_way
from commonplace.communities.models import Community, Deed, Membership, Role
from commonplace.communities.standing import LASTING, Standing

# So long without a deed of any steward's, and nobody tends it.
AWAY: Final = timedelta(days=120)
# How members choose where nobody tends it, whatever the charter says.
UNTENDED: Final = Way(By.CONSENT, quorum=2, days=7)


def _acting(since: datetime) -> Exists:
    """Whether whoever has a row of Membership did something in its community since then."""
    deeds = Deed.objects.filter(person=OuterRef("person"), community=OuterRef("community"))
    return Exists(deeds.filter(happened_at__gt=since))


def tending(since: datetime) -> QuerySet[Membership]:
    """Stewards who can sign in and did something in their community since then."""
    rows = Membership.objects.filter(standing=Standing.STEWARD, person__claimed_at__isnull=False)
    return rows.filter(_acting(since), person__is_active=True)


def is_untended(community: Community, *, now: datetime) -> bool:
    """Whether no steward is left, or none has done anything for four months."""
    return not tending(now - AWAY).filter(community=community).exists()


def asked(since: datetime) -> QuerySet[Membership]:
    """Members of communities that nobody tends who are asked: whoever holds a role and did something since then, or
    where no such person is, everyone who did. Where somebody is proposed already, nobody.
    """
    today = TruncDate(Now(), tzinfo=UTC)
    held = Role.objects.filter(Q(until=None) | Q(until__gte=today), since__lte=today, is_shadow=False)
    holding = Exists(held.filter(membership=OuterRef("pk")))
    here = Membership.objects.filter(_acting(since), standing__in=LASTING, person__claimed_at__isnull=False)
    here = here.filter(person__is_active=True)
    core = here.filter(holding, community=OuterRef("community"))
    under_way = Proposal.objects.undecided().filter(community=OuterRef("community"), passage=STEWARD)
    untended = ~Exists(tending(since).filter(community=OuterRef("community")))
    return here.filter(untended, ~Exists(under_way)).filter(holding | ~Exists(core))


def way_to_choose(community: Community, *, now: datetime) -> Way | None:
    """How members choose who tends it: as they change the charter, or where nobody tends it by consent; None where
    stewards ask whom they want.
    """
    if is_untended(community, now=now):
        return UNTENDED
    way = current_way(community)
    return None if way.is_by_stewards else way
