"""What agreements tell in a community's letter: what members decided about their charter."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonplace.agreements.models import Decision, Outcome, Proposal
from commonplace.agreements.models.proposal import KIND
from commonplace.agreements.queries.proposals import counted
from commonplace.communities.digests import Candidate, DigestLine, DigestSection, Reader
from commonplace.communities.models import Community

MOST = 5


def _decided(community: Community, since: datetime, now: datetime) -> list[Candidate]:
    outcomes = (Outcome.ADOPTED, Outcome.NOT_ADOPTED)
    seen = Proposal.objects.visible_inside().filter(community=community)
    rows = Decision.objects.filter(proposal__in=seen, outcome__in=outcomes, at__gt=since, at__lte=now)
    return [Candidate(pk) for pk in rows.order_by("-at", "pk").values_list("proposal_id", flat=True)[:MOST]]


def _lines(reader: Reader, keys: Collection[int], now: datetime) -> dict[int, DigestLine]:
    if reader.is_everyone_inside:
        seen = Proposal.objects.visible_inside()
    else:
        seen = Proposal.objects.visible_to(reader.viewpoint.person)
    found = seen.filter(community=reader.viewpoint.community, pk__in=keys).exclude(decision=None)
    return {one.pk: _line(one, reader) for one in found.with_faces()}


def _line(one: Proposal, reader: Reader) -> DigestLine:
    decision = one.decision
    return DigestLine(
        title=one.title,
        text=f"{decision.get_outcome_display()}. {counted(decision)}".strip(),
        url=one.url(reader.viewpoint.community.slug),
        kind=str(one.heading),
        by=reader.viewpoint.name_of(one.by) if one.by_id is not None else "",
        action=_("Read it"),
        about=(KIND, one.pk),
    )


SECTIONS = (
    DigestSection("decisions", gettext_lazy("Decided about our charter"), KIND, _decided, _lines, at_most=2, order=19),
)
