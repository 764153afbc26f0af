"""What waits of proposals: an answer, an objection that nobody has said anything to, words to be looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from commonplace.agreements.models import Answer, Proposal, Says, Wording
from commonplace.agreements.models.proposal import KIND, ProposalQuerySet
from commonplace.communities.inbox import About, Line, Need, Seen, Waiting, row
from commonplace.communities.models import Community, Membership
from commonplace.communities.standing import LASTING
from commonplace.people.models import Person

NOW = timedelta(0)


def _latest(path: str) -> Subquery:
    return Subquery(Wording.objects.filter(proposal=OuterRef(path)).order_by("-number").values("pk")[:1])


def _row(rows: QuerySet[Any], code: str, *, who: str = "", at: str = "at") -> QuerySet[Any, Any]:
    return row(
        rows,
        code,
        who=who,
        community_id=F("community_id"),
        about_id=F("pk"),
        title=F("title"),
        happened_at=F(at),
    )


def _asking(now: datetime) -> ProposalQuerySet:
    """Those that can be answered as they are worded."""
    return Proposal.objects.open_at(now).filter(overtaken_at=None)


def _answer_rows(*, person: Person, communities: Sequence[int], now: datetime) -> QuerySet[Any, Any]:
    standing = Membership.objects.filter(person=person, community=OuterRef("community"), standing__in=LASTING)
    answered = Answer.objects.filter(person=person, wording=OuterRef("latest"))
    seen = _asking(now).visible_to(person).filter(Exists(standing), community__in=communities)
    found = seen.annotate(latest=_latest("pk"))
    return _row(found.exclude(Exists(answered)), "proposal", who="by")


def _answer_people(community: Community, *, now: datetime) -> QuerySet[Any, Any]:
    is_open = _asking(now).filter(community=community)
    members = Membership.objects.filter(Exists(is_open), community=community, standing__in=LASTING)
    return members.values_list("person_id", flat=True)


def _answer(seen: Seen) -> Need:
    return seen.need(
        _("%(name)s proposes other words for our charter."),
        _("“%(title)s”. It is decided by what members answer; to stand aside is an answer too."),
        _("Read it and answer"),
        f"{seen.url('proposal', seen.one.about_id)}#words",
    )


def _overtaken(now: datetime) -> ProposalQuerySet:
    return Proposal.objects.open_at(now).exclude(overtaken_at=None)


def _overtaken_rows(*, person: Person, communities: Sequence[int], now: datetime) -> QuerySet[Any, Any]:
    found = _overtaken(now).visible_to(person).filter(carried_by=person, community__in=communities)
    return _row(found, "proposal_overtaken", at="overtaken_at")


def _overtaken_people(community: Community, *, now: datetime) -> QuerySet[Any, Any]:
    return _overtaken(now).filter(community=community, carried_by__isnull=False).values_list("carried_by", flat=True)


def _look_again(seen: Seen) -> Need:
    return seen.need(
        _("The words that you would change are others now."),
        _("“%(title)s” is not decided as it is. Look at it again, or let it lapse."),
        _("Look at it again"),
        seen.url("proposal_reword", seen.one.about_id),
    )


def _objected(now: datetime) -> ProposalQuerySet:
    objections = Answer.objects.filter(wording=OuterRef("latest"), says=Says.NO, reply="").exclude(words="")
    return _asking(now).annotate(latest=_latest("pk")).filter(Exists(objections))


def _objected_rows(*, person: Person, communities: Sequence[int], now: datetime) -> QuerySet[Any, Any]:
    found = _objected(now).visible_to(person).filter(carried_by=person, community__in=communities)
    return _row(found, "proposal_objected")


def _objected_people(community: Community, *, now: datetime) -> QuerySet[Any, Any]:
    return _objected(now).filter(community=community, carried_by__isnull=False).values_list("carried_by", flat=True)


def _integrate(seen: Seen) -> Need:
    return seen.need(
        _("Somebody sees a reason against what you carry."),
        _("“%(title)s”. Another wording may take it in; or say why it does not."),
        _("Read it"),
        f"{seen.url('proposal', seen.one.about_id)}#objections",
    )


def _uncarried_rows(*, person: Person, communities: Sequence[int], now: datetime) -> QuerySet[Any, Any]:
    carried = Proposal.objects.carried().values("pk")
    found = Proposal.objects.open_at(now).visible_to(person).filter(community__in=communities).exclude(pk__in=carried)
    return _row(found, "proposal_uncarried")


def _take_on(seen: Seen) -> Need:
    return seen.need(
        _("A proposal has nobody who carries it."),
        _("“%(title)s” lapses with its last day, unless a member takes it."),
        _("Look at it"),
        f"{seen.url('proposal', seen.one.about_id)}#carrying",
    )


def _of_proposal(one: Waiting) -> About:
    return frozenset([(KIND, one.about_id)])


LINES = (
    Line(
        "proposal_overtaken", 46, _overtaken_rows, _look_again, {"now": NOW}, about=_of_proposal, whom=_overtaken_people
    ),
    Line("proposal_objected", 47, _objected_rows, _integrate, {"now": NOW}, about=_of_proposal, whom=_objected_people),
    Line("proposal_uncarried", 290, _uncarried_rows, _take_on, {"now": NOW}, about=_of_proposal, is_for_stewards=True),
    Line("proposal", 298, _answer_rows, _answer, {"now": NOW}, about=_of_proposal, whom=_answer_people),
)
