"""What is asked about keys: which are in force, how many drew, and whether that is enough."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import QuerySet

from commonplace.candour.models import Alias, CandourKey, CandourPause, Draw
from commonplace.candour.months import before, month_of
from commonplace.communities import access
from commonplace.communities.doors import Confidence
from commonplace.communities.models import Community, Space
from commonplace.communities.modules import is_on
from commonplace.conversations.models import Conversation, Post
from commonplace.conversations.models.conversation import ConversationQuerySet

MODULE = "candour"
MOST_SHOWN = 50  # of what was written under signs in one conversation, for whoever takes some of it back
TOKENS = 8  # as many as one person draws in a month, in one request, all alike
ENOUGH = 12  # people who drew under a key; where there are fewer, none of its tokens is taken


@dataclass(frozen=True)
class Keys:
    """A community's keys at one moment: the one under which members draw, and the one whose tokens are spent."""

    drawn: CandourKey | None
    spent: CandourKey | None

    @property
    def told(self) -> list[CandourKey]:
        """Those that there are."""
        return [one for one in (self.drawn, self.spent) if one is not None]


def is_offered(community: Community) -> bool:
    """Whether members of a community draw: it is switched on, and the key may be known to anyone, since a browser that
    asked for it by name could be given one of its own.
    """
    return is_on(community, MODULE) and not community.is_private


def keys_of(community: Community, *, now: datetime) -> Keys:
    """The keys that are in force."""
    month = month_of(now)
    found = CandourKey.objects.filter(community=community, month__in=(month, before(month))).defer("private")
    by_month = {one.month: one for one in found}
    return Keys(by_month.get(month), by_month.get(before(month)))


def keys_told(community: Community, *, now: datetime) -> list[CandourKey]:
    """The keys that letters of a community tell, so that people can see whether all are told the same."""
    return keys_of(community, now=now).told if is_offered(community) else []


def drew(key: CandourKey) -> int:
    """How many people drew under a key."""
    return Draw.objects.filter(key=key).count()


def enough_drew(key: CandourKey) -> bool:
    """Whether whoever spends one of its tokens is one of enough."""
    return drew(key) >= ENOUGH


def candid_spaces(community: Community) -> QuerySet[Space]:
    """Where one may write candidly: what every member may read, since a token shows no more than that one is a
    member.
    """
    ordinary = Space.objects.filter(access.space_is_visible_inside(), community=community)
    return ordinary.filter(confidence=Confidence.ORDINARY).select_related("community").order_by("position", "pk")


def open_talk(community: Community) -> ConversationQuerySet:
    """Conversations that every member may read, at their end or not."""
    free = access.is_not_held(None, kind="conversation", author="author_id", community="community_id")
    found = Conversation.objects.filter(free, space__in=candid_spaces(community), merged_into=None, post_count__gt=0)
    return found.select_related("space__community")


def candid_talk(community: Community) -> ConversationQuerySet:
    """Those that are not at their end: one may reply candidly in them."""
    return open_talk(community).filter(closure__isnull=True)


def holds_sign(conversation: Conversation, sign: str, public: bytes) -> bool:
    """Whether a key is that of a sign in a conversation."""
    key = b64encode(public).decode()
    return bool(sign) and Alias.objects.filter(conversation=conversation, sign=sign, public=key).exists()


def answers_in(conversation: Conversation) -> list[Post]:
    """What may have settled a conversation, as everyone may read it, the latest first."""
    found = Post.objects.not_kept_back_from(None).filter(conversation=conversation, number__gt=1, is_automatic=False)
    return list(found.select_related("author").order_by("-number")[:MOST_SHOWN])


def signs_in(conversation: Conversation) -> list[str]:
    """The signs under which somebody wrote in a conversation, as everyone reads them there, each with a hash of it and
    of its key, by which whoever has the key finds the sign.
    """
    found = Alias.objects.filter(conversation=conversation).order_by("sign").values_list("sign", "public")
    return [f"{sign}:{sha256(f'{sign} {public}'.encode()).hexdigest()}" for sign, public in found]


def under_signs(conversation: Conversation) -> QuerySet[Post]:
    """What was written under signs in a conversation, as everyone may read it, the latest first."""
    written = Post.objects.not_kept_back_from(None).filter(conversation=conversation).exclude(alias="")
    return written.only("number", "alias", "source").order_by("-number")[:MOST_SHOWN]


def pause_of(community: Community) -> CandourPause | None:
    """Why a community takes no candid words now, if it takes none."""
    return CandourPause.objects.filter(community=community, lifted_at=None).first()
