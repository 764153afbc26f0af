"""What flags, holds and deeds point at among agreements, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from commonplace.agreements.actions.indexing import to_be_found
from commonplace.agreements.models import Proposal
from commonplace.agreements.models.proposal import KIND
from commonplace.communities.content import Content, Thing
from commonplace.people.models import Person


def proposals(ids: Collection[int], viewer: Person | None) -> Mapping[int, Thing]:
    """The proposals of these ids that `viewer` may see."""
    found = Proposal.objects.visible_to(viewer).filter(pk__in=ids).select_related("community")
    return {one.pk: Thing(one.title, one.url(one.community.slug), one.by_id, one.community_id) for one in found}


def words_of(ids: Collection[int], viewer: Person | None) -> Mapping[int, str]:
    """What they say, for whoever has to judge it: why, and the latest words."""
    seen = Proposal.objects.visible_to(viewer).filter(pk__in=ids).values("pk")
    found = to_be_found().filter(pk__in=seen)
    return {one.pk: "\n".join(filter(None, (one.why, getattr(one, "said", "")))) for one in found}


PROPOSAL = Content(
    KIND,
    _("a proposal"),
    Proposal.objects.visible_to,
    proposals,
    may_be_held=True,
    words_of=words_of,
)
