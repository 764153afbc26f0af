"""The list of candid news: what is new in conversations where somebody wrote under a sign, the same for every member.

Each member's pages ask for it alike, and a browser picks out its own; so nothing here is of a person, and nothing that
is asked says which conversation somebody wants to hear of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, QuerySet

from commonplace.candour.queries import open_talk
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Conversation, Post

NEWS_FOR = timedelta(days=90)  # of a conversation in which nothing was said for so long nothing is told any more
MOST_TOLD = 200  # conversations, the latest


@dataclass(frozen=True)
class News:
    """What is new in a conversation: for each sign there, the number of the latest post by others; and what settled it,
    under which sign ("" where a steward said so under their name).
    """

    conversation: int
    title: str
    asked: str
    latest: Mapping[str, int]
    answer: int | None
    settled_under: str

    def plain(self) -> dict[str, Any]:
        """As it is sent."""
        return {
            "id": self.conversation,
            "title": self.title,
            "asked": self.asked,
            "latest": dict(self.latest),
            "answer": self.answer,
            "settled_under": self.settled_under,
        }


def news(viewpoint: Viewpoint, *, now: datetime) -> list[News]:
    """What is new where somebody wrote under a sign and this member may read it, as every member may; three queries."""
    everyones = open_talk(viewpoint.community).filter(last_post_at__gt=now - NEWS_FOR)
    readable = everyones.filter(pk__in=Conversation.objects.visible_to(viewpoint.person).values("pk"))
    candid = readable.filter(pk__in=Post.objects.exclude(alias="").values("conversation"))
    talks = list(candid.select_related(None).select_related("settlement").order_by("-last_post_at", "-pk")[:MOST_TOLD])
    told = _told([one.pk for one in talks])
    return [_news(one, told[one.pk]) for one in talks]


def _told(talks: list[int]) -> Mapping[int, Mapping[str, int]]:
    """For each conversation the latest number under each sign, and of all others under ""."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows: QuerySet[Post, Any] = Post.objects.not_kept_back_from(None).filter(conversation__in=talks).order_by()
    for talk, sign, last in rows.values_list("conversation", "alias").annotate(last=Max("number")):
        found[talk][sign] = last
    return found


def _news(one: Conversation, told: Mapping[str, int]) -> News:
    settlement = getattr(one, "settlement", None)
    return News(
        conversation=one.pk,
        title=one.title,
        asked=one.alias,
        latest={sign: max((last for other, last in told.items() if other != sign), default=0) for sign in told if sign},
        answer=settlement.post_id if settlement is not None else None,
        settled_under=settlement.alias if settlement is not None else "",
    )
