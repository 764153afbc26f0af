"""What flags, holds and deeds point at among agreements, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from commonplace.agreements.actions.indexing import to_be_found
from commonplace.agreements.models import Proposal, Reached, Remark
from commonplace.agreements.models.milestones import TOLD
from commonplace.agreements.models.proposal import KIND, REMARK
from commonplace.communities.content import Content, Thing
from commonplace.people.models import Person
from commonplace.ui.addresses import address


def proposals(ids: Collection[int], viewer: Person | None) -> Mapping[int, Thing]:
    """The proposals of these ids that `viewer` may see."""
    found = Proposal.objects.visible_to(viewer).filter(pk__in=ids).select_related("community")
    return {one.pk: Thing(one.title, one.url(one.community.slug), one.by_id, one.community_id) for one in found}


def words_of(ids: Collection[int], viewer: Person | None) -> Mapping[int, str]:
    """What they say, for whoever has to judge it: why, and the latest words."""
    seen = Proposal.objects.visible_to(viewer).filter(pk__in=ids).values("pk")
    found = to_be_found().filter(pk__in=seen)
    return {one.pk: "\n".join(filter(None, (one.why, getattr(one, "said", "")))) for one in found}


def remarks(ids: Collection[int], viewer: Person | None) -> Mapping[int, Thing]:
    """What was said about proposals, by these ids, that `viewer` may see."""
    found = Remark.objects.visible_to(viewer).filter(pk__in=ids).select_related("proposal__community")
    return {
        one.pk: Thing(
            one.proposal.title, one.url(one.proposal.community.slug), one.person_id, one.proposal.community_id
        )
        for one in found
    }


def words_of_remarks(ids: Collection[int], viewer: Person | None) -> Mapping[int, str]:
    """The words themselves."""
    return dict(Remark.objects.visible_to(viewer).filter(pk__in=ids).values_list("pk", "words"))


def milestones(ids: Collection[int], viewer: Person | None) -> Mapping[int, Thing]:
    """What members told of milestones, by these ids, that `viewer` may see."""
    found = Reached.objects.visible_to(viewer).filter(pk__in=ids).select_related("community")
    return {
        one.pk: Thing(
            one.milestone, f"{address('milestones', one.community.slug)}#told", one.person_id, one.community_id
        )
        for one in found
    }


def words_of_milestones(ids: Collection[int], viewer: Person | None) -> Mapping[int, str]:
    """The stories themselves."""
    return dict(Reached.objects.visible_to(viewer).filter(pk__in=ids).values_list("pk", "story"))


MILESTONE = Content(
    TOLD,
    _("what somebody told of a milestone"),
    Reached.objects.visible_to,
    milestones,
    may_be_held=True,
    words_of=words_of_milestones,
)
REMARK_SAID = Content(
    REMARK,
    _("something said about a proposal"),
    Remark.objects.visible_to,
    remarks,
    may_be_held=True,
    words_of=words_of_remarks,
)
PROPOSAL = Content(
    KIND,
    _("a proposal"),
    Proposal.objects.visible_to,
    proposals,
    may_be_held=True,
    words_of=words_of,
)
