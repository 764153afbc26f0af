"""What stewards hold back of what was written under signs, as the list of candid news tells it.

A reason stands there for every member, as in the log, and not of what: whoever holds the sign finds it by a hash of its
key, which no page shows.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Q

from commonplace.candour.models import Alias
from commonplace.communities.models import Community, Hold
from commonplace.conversations.models import Conversation, Post

HELD_FOR = timedelta(days=90)
MOST_TOLD = 100  # the latest


@dataclass(frozen=True)
class Held:
    """A hold in force, or one that was let go with `answer`; `whose` is a hash of its number and of the sign's key."""

    hold: int
    whose: str
    why: str
    is_hidden: bool
    is_appealed: bool
    answer: str

    def plain(self) -> dict[str, Any]:
        """As it is sent."""
        return asdict(self)


def whose(hold: int, public: str) -> str:
    """By what a browser finds that a hold is on words of its own: it knows the key, as nobody else but the house."""
    return sha256(f"{hold} {public}".encode()).hexdigest()


def held(community: Community, *, now: datetime) -> list[Held]:
    """What is held of candid words here, or was let go lately, the latest first; four queries."""
    told = Q(lifted_at=None) | ~Q(lifted_why="")  # where a hold gave way to another, that one is told
    holds = Hold.objects.filter(told, community=community, kind__in=["post", "conversation"], at__gt=now - HELD_FOR)
    latest = list(holds.order_by("-at", "-pk")[:MOST_TOLD])
    signs = _signs(latest)
    found = Alias.objects.filter(conversation__in={talk for talk, _sign in signs.values()})
    keys = {(talk, sign): public for talk, sign, public in found.values_list("conversation", "sign", "public")}
    return [
        Held(
            hold=one.pk,
            whose=whose(one.pk, keys[signs[one.pk]]),
            why=one.why,
            is_hidden=one.measure == Hold.Measure.HIDDEN,
            is_appealed=one.appealed_at is not None,
            answer=one.lifted_why if one.lifted_at is not None else "",
        )
        for one in latest
        if signs.get(one.pk) in keys
    ]


def _signs(holds: list[Hold]) -> dict[int, tuple[int, str]]:
    """Where what is held was written, and under which sign, by the hold."""
    posts = {one.object_id: one.pk for one in holds if one.kind == "post"}
    talks = {one.object_id: one.pk for one in holds if one.kind == "conversation"}
    said = Post.objects.filter(pk__in=posts).exclude(alias="").values_list("pk", "conversation", "alias")
    asked = Conversation.objects.filter(pk__in=talks).exclude(alias="").values_list("pk", "alias")
    return {posts[pk]: (talk, sign) for pk, talk, sign in said} | {talks[pk]: (pk, sign) for pk, sign in asked}
