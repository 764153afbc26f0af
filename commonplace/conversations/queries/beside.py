"""What stands beside a conversation: what else is filed where it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from commonplace.communities.models import Community
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person
from commonplace.store.prepared import prepared
from commonplace.ui.addresses import address
from commonplace.ui.spine import Link

NEAR, SETTLED = 3, 2
# As many are looked at for the two: the latest of the topics.
LOOKED_AT = 12
# Among as many of the community's latest they are looked for, and as many that were the latest at its time.
LATEST = 100


@dataclass(frozen=True)
class Beside:
    """Conversations filed under a topic of this one: what is talked about, and what was settled last."""

    near: Sequence[Link]
    settled: Sequence[Link]


def beside(conversation: Conversation, slugs: Sequence[str], viewpoint: Viewpoint) -> Beside | None:
    """What the viewer may read of the same topics, near in the list of the community; None where there is nothing."""
    if not slugs:
        return None
    found = _near(
        person=viewpoint.person,
        community=viewpoint.community,
        slugs=list(slugs),
        but=conversation.pk,
        at=conversation.last_post_at,
    )
    if not found:
        return None
    dated = sorted(((at, pk, title) for pk, title, at in found if at is not None), reverse=True)
    settled = {pk: title for _at, pk, title in dated[:SETTLED]}
    near = {pk: title for pk, title, _at in found if pk not in settled}
    return Beside(_links(near, viewpoint)[:NEAR], _links(settled, viewpoint))


def _links(titles: Mapping[int, str], viewpoint: Viewpoint) -> list[Link]:
    slug = viewpoint.community.slug
    return [Link(title, address("conversation", slug, pk)) for pk, title in titles.items()]


@prepared
def _near(
    *, person: Person | None, community: Community, slugs: list[str], but: int, at: datetime
) -> QuerySet[Conversation, tuple[int, str, datetime | None]]:
    here = Conversation.objects.filter(community=community).order_by("-last_post_at", "-id").values("pk")
    filed = Conversation.topics.through.objects.filter(
        conversation=OuterRef("pk"), topic__slug__in=slugs, topic__community=community
    )
    # A topic may have any number of them; the list of the community is walked along its index, and not far.
    near = Q(pk__in=Subquery(here[:LATEST])) | Q(pk__in=Subquery(here.filter(last_post_at__lte=at)[:LATEST]))
    found = Conversation.objects.visible_to(person).filter(near, Exists(filed)).exclude(pk=but)
    return found.order_by("-last_post_at", "-id").values_list("pk", "title", "settlement__at")[:LOOKED_AT]
