"""What may go along: nothing said in confidence, nothing held or candid, and nothing of whom nobody can ask."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from commonplace.communities import access
from commonplace.communities.doors import Confidence, SpaceVisibility
from commonplace.communities.models import Community, SpaceSeat
from commonplace.constellation.models import Crossing, Voice
from commonplace.conversations.models import Conversation, Post
from commonplace.gatherings.models import Gathering
from commonplace.people.models import Person
from commonplace.repertoire.models import Resource, Revision

_SAYS = Voice.Says


def talk_that_may_go(community: Community, *, reader: Person | None = None) -> QuerySet[Conversation]:
    """Conversations of a community that may be chosen, by a steward who reads them.

    Said where everyone inside reads, or in a group, in no confidence; no neutral ground, nothing of a gathering in
    confidence, nothing held, nothing that was begun candidly, by a program, or by somebody whom nobody can ask.
    """
    meetings = Gathering.objects.filter(conversation=OuterRef("pk")).exclude(confidence=Confidence.ORDINARY)
    found = Conversation.objects.filter(
        access.is_not_held(None, kind="conversation", author="author_id", community="community_id"),
        _place(),
        ~Q(Exists(meetings)),
        community=community,
        merged_into=None,
        post_count__gt=0,
        alias="",
        is_automatic=False,
        author__claimed_at__isnull=False,
    )
    return found if reader is None else found.filter(pk__in=Conversation.objects.visible_to(reader).values("pk"))


def kept_that_may_go(community: Community, *, reader: Person | None = None) -> QuerySet[Resource]:
    """Resources that may be chosen: in use, not held, with nothing of a closer place behind them, and each of whose
    authors can be asked.
    """
    meetings = Gathering.objects.filter(conversation=OuterRef("conversation_id")).exclude(
        confidence=Confidence.ORDINARY
    )
    unknown = Revision.objects.filter(Q(by=None) | Q(by__claimed_at=None), resource=OuterRef("pk"))
    found = Resource.objects.in_use().filter(
        access.is_not_held(None, kind="resource", author="kept_by_id", community="community_id"),
        _place(),
        Q(conversation=None) | _place("conversation__") & ~Q(Exists(meetings)),
        Q(gathering=None) | Q(gathering__confidence=Confidence.ORDINARY) & _place("gathering__"),
        ~Q(Exists(unknown)),
        community=community,
        kept_by__claimed_at__isnull=False,
    )
    return found if reader is None else found.filter(pk__in=Resource.objects.visible_to(reader).values("pk"))


def posts_of(talk: Conversation) -> QuerySet[Post]:
    """Posts of a conversation whose authors can be asked: neither candid nor half-baked, nor by a program."""
    free = access.is_not_held(None, kind="post", author="author_id", community="conversation__community_id")
    return talk.posts.filter(
        free, withdrawal=None, alias="", is_half_baked=False, is_automatic=False, author__claimed_at__isnull=False
    )


def authors_of_talk(conversations: list[int]) -> QuerySet[Post, int]:
    """The keys of everyone whose words in these could go, each once."""
    free = access.is_not_held(None, kind="post", author="author_id", community="conversation__community_id")
    found = Post.objects.filter(
        free,
        conversation__in=conversations,
        withdrawal=None,
        alias="",
        is_half_baked=False,
        is_automatic=False,
        author__claimed_at__isnull=False,
    )
    return found.order_by().values_list("author_id", flat=True).distinct()


def authors_of_kept(resources: list[int]) -> set[int]:
    """The keys of everyone who wrote or kept any of these."""
    wrote = Revision.objects.filter(resource__in=resources, by__isnull=False).values_list("by_id", flat=True)
    kept = Resource.objects.filter(pk__in=resources, kept_by__isnull=False).values_list("kept_by_id", flat=True)
    return {*wrote, *kept}


def seated_at(spaces: list[int]) -> set[int]:
    """The keys of those who sit in these groups."""
    seats = SpaceSeat.objects.filter(space__in=spaces, space__visibility=SpaceVisibility.GROUP)
    return set(seats.values_list("person_id", flat=True))


def agreeing(crossing: Crossing) -> set[int]:
    """The keys of those who let their words go along."""
    return set(Voice.objects.filter(crossing=crossing, words=_SAYS.YES).values_list("person_id", flat=True))


def all_seated_agree(space_id: int, agreed: set[int]) -> bool:
    """Whether nobody who sits in this space, if it is a group, keeps what was said there."""
    return seated_at([space_id]) <= agreed


def _place(path: str = "space__") -> Q:
    """Said or kept in no confidence, where everyone inside reads or only a group does."""
    path = path if path.endswith("space__") else f"{path}space__"
    inside = access.space_is_visible_inside(path) | Q(**{f"{path}visibility": SpaceVisibility.GROUP})
    return inside & Q(**{f"{path}confidence": Confidence.ORDINARY})
