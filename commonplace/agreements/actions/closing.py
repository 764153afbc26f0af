"""Windows end: what members answered is counted once, and the charter has the words or has them not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from commonplace.agreements.actions.choosing import is_willing, take_office
from commonplace.agreements.actions.indexing import keep_in_index
from commonplace.agreements.actions.proposing import is_carried
from commonplace.agreements.deciding import Tally, is_adopted
from commonplace.agreements.models import Answer, Decision, Outcome, Proposal, Says, Wording
from commonplace.agreements.queries.passages import is_readable, standing_words
from commonplace.communities import ledger
from commonplace.communities.charter.actions import adopt
from commonplace.communities.charter.queries import current_charter
from commonplace.communities.models import CharterRevision, Community, Membership
from commonplace.communities.standing import LASTING
from commonplace.lib.days import end_in_utc
from commonplace.store.locks import lock


def close_what_is_over(*, now: datetime) -> int:
    """Decide each proposal whose window has ended, the one that ended first before the others; how many there were."""
    over = Proposal.objects.undecided().filter(ends_at__lte=now).order_by("ends_at", "pk")
    keys = list(over.values_list("pk", "community_id"))
    for pk, community in keys:
        _end(pk, community, now)
    return len(keys)


def _end(pk: int, community: int, now: datetime) -> None:
    with transaction.atomic():
        ledger.changed([community])
        for proposal in lock(Proposal.objects.undecided().filter(pk=pk, ends_at__lte=now)):
            proposal.community = Community.objects.get(pk=community)
            _decide(proposal, now)


def _decide(proposal: Proposal, now: datetime) -> None:
    wording = proposal.wordings.order_by("-number")[0]
    if proposal.overtaken_at is None and _stands(proposal) != wording.stood:
        # The words were changed past it: whoever carries it has as long as at first to look at it again.
        overtake(Proposal.objects.filter(pk=proposal.pk), days=proposal.rule.days, now=now)
        return
    if proposal.overtaken_at is not None:
        _settle(proposal, Outcome.OVERTAKEN, now)
    elif not is_carried(proposal):
        _settle(proposal, Outcome.UNCARRIED, now)
    else:
        _count(proposal, wording, now)


def _stands(proposal: Proposal) -> str:
    return standing_words(current_charter(proposal.community), proposal.passage)


def _count(proposal: Proposal, wording: Wording, now: datetime) -> None:
    standing = Membership.objects.filter(community=proposal.community_id, standing__in=LASTING)
    tally, members = _tally(wording, standing.values("person")), standing.count()
    can_stand = is_readable(proposal.passage, wording.words)
    if proposal.is_of_a_steward:
        can_stand = is_willing(proposal)
    if not can_stand or not is_adopted(proposal.rule, tally, members=members):
        _settle(proposal, Outcome.NOT_ADOPTED, now, tally, members)
        return
    if proposal.is_of_a_steward:
        # Others who are proposed are not in its way: several may tend it.
        take_office(proposal, now=now)
        _settle(proposal, Outcome.ADOPTED, now, tally, members)
        return
    revision = adopt(
        by=proposal.carried_by,
        community=proposal.community,
        words={proposal.passage: wording.words},
        summary=proposal.title,
        at=now,
    )
    _settle(proposal, Outcome.ADOPTED, now, tally, members, revision)
    others = Proposal.objects.undecided().filter(community=proposal.community, passage=proposal.passage)
    overtake(others.exclude(pk=proposal.pk), days=proposal.rule.days, now=now)


def _tally(wording: Wording, members: QuerySet[Membership, Any]) -> Tally:
    """Of those alone who are members now: whoever has left meanwhile decides no more."""
    counted = {one: Count("pk", filter=Q(says=one)) for one in Says.values}
    return Tally(**Answer.objects.filter(wording=wording, person__in=members).aggregate(**counted))


def overtake(proposals: QuerySet[Proposal], *, days: int, now: datetime) -> None:
    """Say of these that the words they would change are others now; there is time to look at them again."""
    for one in proposals:
        ends_at = max(one.ends_at, end_in_utc((now + timedelta(days=days)).astimezone(UTC).date()))
        Proposal.objects.filter(pk=one.pk).update(overtaken_at=now, ends_at=ends_at)


def _settle(
    proposal: Proposal,
    outcome: Outcome,
    now: datetime,
    tally: Tally | None = None,
    members: int = 0,
    revision: CharterRevision | None = None,
) -> None:
    said = tally or Tally()
    Decision.objects.create(
        proposal=proposal,
        outcome=outcome,
        at=now,
        yes=said.yes,
        no=said.no,
        aside=said.aside,
        members=members,
        revision=revision,
    )
    ledger.record(
        verb="decided_proposal",
        person=None,
        community=proposal.community,
        at=now,
        what="proposal",
        what_id=proposal.pk,
    )
    keep_in_index(proposal.pk)
