"""What stands beside a conversation: who says that one may ask them about it, and what else is filed where it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from commonplace.communities.models import Community
from commonplace.communities.people.queries import who_offer
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person
from commonplace.store.prepared import prepared
from commonplace.ui.addresses import address
from commonplace.ui.spine import Link

ASKED = 3
NEAR, SETTLED = 3, 2
# As many are looked at for the two: the latest of the topics.
LOOKED_AT = 12
# Among as many of the community's latest they are looked for; what is rare is looked for by its topic alone.
LATEST = 100


@dataclass(frozen=True)
class Offers:
    """Someone who is here, and what they say one may ask them about."""

    byline: Byline
    about: str


@dataclass(frozen=True)
class Beside:
    """Conversations filed under a topic of this one: what is talked about, and what was settled last."""

    near: Sequence[Link]
    settled: Sequence[Link]


def who_may_know(conversation: Conversation, topics: Sequence[str], viewpoint: Viewpoint) -> Sequence[Offers]:
    """People here who say that one may ask them about a topic of an open question, by name; for members alone.

    None where nothing is asked or it is settled: nobody is pointed at without need.
    """
    if not viewpoint.is_member or not topics or not conversation.is_unsettled or hasattr(conversation, "closure"):
        return ()
    but = {conversation.author_id, viewpoint.person.pk if viewpoint.person else None}
    found = who_offer(viewpoint.community, topics, but=but, now=timezone.now())
    return [Offers(viewpoint.byline_for(one.person), one.person.ask_about) for one in found[:ASKED]]


def beside(conversation: Conversation, slugs: Sequence[str], viewpoint: Viewpoint) -> Beside | None:
    """The latest that the viewer may read of the same topics; None where there is nothing. One query, or two where
    the topics are rare.
    """
    if not slugs:
        return None
    asked = {"person": viewpoint.person, "community": viewpoint.community, "slugs": list(slugs), "but": conversation.pk}
    found = _latest(**asked)
    if len(found) < NEAR:
        found = _of_all(**asked)
    settled = sorted((one for one in found if hasattr(one, "settlement")), key=lambda one: one.settlement.at)
    last = settled[: -SETTLED - 1 : -1]
    near = [one for one in found if one not in last][:NEAR]
    if not found:
        return None
    return Beside([_link(one, viewpoint) for one in near], [_link(one, viewpoint) for one in last])


def _link(conversation: Conversation, viewpoint: Viewpoint) -> Link:
    return Link(conversation.title, address("conversation", viewpoint.community.slug, conversation.pk))


@prepared
def _latest(*, person: Person | None, community: Community, slugs: list[str], but: int) -> QuerySet[Conversation]:
    latest = Conversation.objects.filter(community=community).order_by("-last_post_at", "-id").values("pk")
    filed = Conversation.topics.through.objects.filter(
        conversation=OuterRef("pk"), topic__slug__in=slugs, topic__community=community
    )
    found = Conversation.objects.visible_to(person).filter(Exists(filed), pk__in=Subquery(latest[:LATEST]))
    return _shown(found, but)


@prepared
def _of_all(*, person: Person | None, community: Community, slugs: list[str], but: int) -> QuerySet[Conversation]:
    filed = Conversation.topics.through.objects.filter(topic__slug__in=slugs, topic__community=community)
    found = Conversation.objects.visible_to(person).filter(pk__in=Subquery(filed.values("conversation_id")))
    return _shown(found, but)


def _shown(found: QuerySet[Conversation], but: int) -> QuerySet[Conversation]:
    shown = found.exclude(pk=but).select_related("settlement").order_by("-last_post_at", "-id")
    return shown.only("title", "last_post_at", "settlement__at")[:LOOKED_AT]
