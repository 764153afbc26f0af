"""A proposal as a page shows it: what would change, word by word, what was answered and said, and how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from commonplace.agreements.deciding import needed
from commonplace.agreements.models import Answer, Decision, Nomination, Outcome, Proposal, Remark, Says, Wording
from commonplace.agreements.models.proposal import REMARK
from commonplace.agreements.queries.passages import standing_words, told
from commonplace.communities.charter.queries import current_charter
from commonplace.communities.models import Hold, Membership
from commonplace.communities.moderation.queries import holds_on
from commonplace.communities.standing import LASTING
from commonplace.communities.viewpoint import Byline, Viewpoint, beyond_byline
from commonplace.lib.differences import Piece, differences


@dataclass(frozen=True)
class Said:
    """An answer with words, or a remark, and whose it is."""

    row: Answer | Remark
    byline: Byline
    is_own: bool
    hold: Hold | None = None


@dataclass(frozen=True)
class Seen:
    """What a page needs to show a proposal."""

    wording: Wording
    wordings: Sequence[tuple[Wording, Byline]]
    difference: Sequence[Piece]
    stands_now: str
    objections: Sequence[Said]
    others: Sequence[Said]
    earlier: Sequence[tuple[int, Said]]
    remarks: Sequence[Said]
    own: Answer | None
    answered: int
    needed: int
    members: int
    is_carried: bool
    meets: Sequence[Proposal]

    @property
    def is_overtaken(self) -> bool:
        """Whether the charter has other words than those that it would change."""
        return self.stands_now != self.wording.stood


def seen(proposal: Proposal, viewpoint: Viewpoint) -> Seen:
    """Everything about one proposal that this viewer may read; ten queries."""
    answers = Answer.objects.select_related("person").defer(*beyond_byline("person")).order_by("at", "pk")
    rows = proposal.wordings.select_related("by").defer(*beyond_byline("by"))
    *before, latest = rows.prefetch_related(Prefetch("answers", answers)).order_by("number")
    said = list(latest.answers.all())
    shown = [_said(one, viewpoint) for one in said if one.words]
    remarks = Remark.objects.visible_to(viewpoint.person).filter(proposal=proposal).select_related("person")
    remarks = remarks.defer(*beyond_byline("person")).order_by("at", "pk")
    said_of_it = [one for one in remarks if one.words]
    held = holds_on(REMARK, [one.pk for one in said_of_it])
    standing = Membership.objects.filter(community=viewpoint.community, standing__in=LASTING)
    members = dict(standing.values_list("person_id", "pk"))
    others = Proposal.objects.visible_to(viewpoint.person).undecided().filter(community=viewpoint.community)
    return Seen(
        wording=latest,
        wordings=[(one, viewpoint.byline_for(one.by)) for one in (*before, latest)],
        difference=difference(proposal, latest),
        stands_now=standing_words(current_charter(viewpoint.community), proposal.passage),
        objections=[one for one in shown if isinstance(one.row, Answer) and one.row.is_objection],
        others=[one for one in shown if isinstance(one.row, Answer) and not one.row.is_objection],
        earlier=[
            (one.number, _said(answer, viewpoint)) for one in before for answer in one.answers.all() if answer.words
        ],
        remarks=[replace(_said(one, viewpoint), hold=held.get(one.pk)) for one in said_of_it],
        own=next((one for one in said if one.person_id == getattr(viewpoint.person, "pk", 0)), None),
        answered=sum(one.person_id in members for one in said),
        needed=needed(proposal.rule, members=len(members)),
        members=len(members),
        is_carried=proposal.carried_by_id in members,
        meets=[]
        if proposal.is_of_a_steward
        else list(others.filter(passage=proposal.passage).exclude(pk=proposal.pk).order_by("at", "pk")),
    )


def nomination_of(proposal: Proposal) -> Nomination | None:
    """Who is proposed to tend it, where that is what it is about; one query then."""
    if not proposal.is_of_a_steward:
        return None
    rows = Nomination.objects.filter(proposal=proposal).select_related("person")
    return rows.defer(*beyond_byline("person")).first()


def _said(row: Answer | Remark, viewpoint: Viewpoint) -> Said:
    is_own = viewpoint.person is not None and row.person_id == viewpoint.person.pk
    return Said(row, viewpoint.byline_for(row.person), is_own)


def difference(proposal: Proposal, wording: Wording) -> list[Piece]:
    """What would change, word by word."""
    return differences(told(proposal.passage, wording.stood), told(proposal.passage, wording.words))


def state(proposal: Proposal, *, now: datetime) -> tuple[str, str]:
    """How it stands in a few words, and the tone of its sign."""
    decision = proposal.decided
    if decision is not None:
        return str(Outcome(decision.outcome).label), "good" if decision.is_adopted else ""
    if proposal.overtaken_at is not None:
        return _("to be looked at again"), "bad"
    if proposal.ends_at <= now:
        return _("being counted"), ""
    return _("talked about"), ""


def counted(decision: Decision) -> str:
    """What was answered, in a line; "" where nobody counted."""
    if not decision.was_counted:
        return ""
    said = {"yes": decision.yes, "no": decision.no, "aside": decision.aside, "members": decision.members}
    return _("Yes: %(yes)d. No: %(no)d. Aside: %(aside)d. Members then: %(members)d.") % said


def labels(proposal: Proposal) -> list[tuple[str, str]]:
    """What one can answer, in the words of its rule."""
    if proposal.rule.is_by_consent:
        return [(one.value, str(one.label)) for one in Says]
    return [(Says.YES, _("I am for it")), (Says.NO, _("I am against it")), (Says.ASIDE, str(Says.ASIDE.label))]
