"""What is asked about crossings: which one may know of, what one takes along, and where copies came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from commonplace.agreements.models import Outcome, Proposal
from commonplace.communities.models import Community, Membership
from commonplace.communities.viewpoint import Viewpoint
from commonplace.constellation.models import Crossing, Going, Voice
from commonplace.conversations.models import Conversation
from commonplace.people.models import Person
from commonplace.repertoire.models import Resource
from commonplace.store.paging import Page, page
from commonplace.ui.addresses import address

MOST = 20
SIZE = 40
MOST_OFFERED = 500
# What members decided longer ago than that was not about what is planned now.
DECIDED_WITHIN = timedelta(days=365)


@dataclass(frozen=True)
class Taken:
    """A thing that should go along, as its reader may see it: its title and page here, and where its copy stands."""

    going: Going
    title: str
    url: str
    there: str
    is_talk: bool

    @property
    def went(self) -> bool:
        """Whether there is a copy, for whomever it is to read."""
        return self.going.talk_there_id is not None or self.going.kept_there_id is not None


@dataclass(frozen=True)
class Numbers:
    """For stewards: how many were asked, and how many have answered all of it."""

    asked: int
    answered: int


def crossings_of(viewpoint: Viewpoint) -> list[Crossing]:
    """The latest ones of a community, from whichever side, that the viewer may know of."""
    here = viewpoint.community
    found = Crossing.objects.visible_to(viewpoint.person).filter(Q(community=here) | Q(to=here))
    return list(found.select_related("community", "to").order_by("-at", "-pk")[:MOST])


def one_visible(viewpoint: Viewpoint) -> QuerySet[Crossing]:
    """Those that stand at this address."""
    here = viewpoint.community
    found = Crossing.objects.visible_to(viewpoint.person).filter(Q(community=here) | Q(to=here))
    return found.select_related("community", "to", "proposal")


def taken_along(crossing: Crossing, person: Person | None, after: str | None) -> Page[Taken]:
    """What goes along, as far as the reader may see it, a page of it; what they may not see is not named."""
    goings = Going.objects.filter(crossing=crossing).select_related("conversation", "resource__community")
    found = page(goings, by=("pk",), after=after, size=SIZE)
    talk = [one.conversation_id for one in found.items if one.conversation_id]
    kept = [one.resource_id for one in found.items if one.resource_id]
    there = [one.talk_there_id for one in found.items if one.talk_there_id]
    kept_there = [one.kept_there_id for one in found.items if one.kept_there_id]
    seen_talk = set(Conversation.objects.visible_to(person).filter(pk__in=[*talk, *there]).values_list("pk", flat=True))
    seen_kept = set(
        Resource.objects.visible_to(person).filter(pk__in=[*kept, *kept_there]).values_list("pk", flat=True)
    )
    listed = [one for going in found.items if (one := _taken(crossing, going, seen_talk, seen_kept)) is not None]
    return Page(listed, newer=found.newer, older=found.older)


def _taken(crossing: Crossing, going: Going, talk: set[int], kept: set[int]) -> Taken | None:
    if going.conversation is not None:
        if going.conversation.pk not in talk:
            return None
        name, copy, title = "conversation", going.talk_there_id, going.conversation.title
        seen = copy in talk
    else:
        if going.resource is None or going.resource.pk not in kept:
            return None
        name, copy, title = "resource", going.kept_there_id, going.resource.title
        seen = copy in kept
    here = address(name, crossing.community.slug, going.conversation_id or going.resource_id or 0)
    there = address(name, crossing.to.slug, copy) if copy and seen and crossing.to is not None else ""
    return Taken(going, title, here, there, is_talk=going.conversation_id is not None)


def counted(crossing: Crossing) -> tuple[int, int]:
    """How many conversations and resources it takes along."""
    told = Going.objects.filter(crossing=crossing).aggregate(talk=Count("conversation"), kept=Count("resource"))
    return told["talk"], told["kept"]


def numbers(crossing: Crossing) -> Numbers:
    """How many were asked, or are to be, and have answered."""
    is_open = Q(writes=True, words="") | Q(might_come=True, coming="")
    told = Voice.objects.filter(crossing=crossing).aggregate(asked=Count("pk"), waiting=Count("pk", filter=is_open))
    return Numbers(told["asked"], told["asked"] - told["waiting"])


def decided(community: Community, *, now: datetime) -> list[Proposal]:
    """Proposals that members of a community adopted within the year, the latest first."""
    free = Proposal.objects.visible_inside().filter(community=community)
    found = free.filter(decision__outcome=Outcome.ADOPTED, decision__at__gt=now - DECIDED_WITHIN)
    return list(found.order_by("-at", "-pk")[:MOST])


def may_be_asked(viewpoint: Viewpoint, *, now: datetime) -> list[tuple[int, str]]:
    """Everyone here besides the viewer who can be asked to come, by name."""
    here = Membership.objects.current(now).filter(community=viewpoint.community, person__claimed_at__isnull=False)
    rows = here.exclude(person=viewpoint.person).select_related("person").order_by("person__name", "person_id")
    return [(one.person_id, viewpoint.name_of(one.person)) for one in rows[:MOST_OFFERED]]


@dataclass(frozen=True)
class Trail:
    """From where a conversation came along, or to where it went: an address where the reader may go there."""

    came: bool
    name: str
    url: str
    stayed: int


def trails_of(conversation: Conversation, person: Person | None) -> list[Trail]:
    """Of one conversation, as far as the reader may know of the other community."""
    goings = Going.objects.filter(Q(talk_there=conversation) | Q(conversation=conversation, talk_there__isnull=False))
    found = list(goings.select_related("crossing__community", "crossing__to").order_by("pk")[:MOST])
    if not found:
        return []
    others = [one.conversation_id if _came(one, conversation) else one.talk_there_id for one in found]
    readable = set(
        Conversation.objects.visible_to(person).filter(pk__in=[pk for pk in others if pk]).values_list("pk", flat=True)
    )
    places = [one.crossing.community_id if _came(one, conversation) else one.crossing.to_id for one in found]
    known = set(
        Community.objects.visible_to(person).filter(pk__in=[pk for pk in places if pk]).values_list("pk", flat=True)
    )
    return [trail for one in found if (trail := _trail(one, conversation, readable, known)) is not None]


def _came(going: Going, conversation: Conversation) -> bool:
    return going.talk_there_id == conversation.pk


def _trail(going: Going, conversation: Conversation, readable: set[int], known: set[int]) -> Trail | None:
    came = _came(going, conversation)
    place = going.crossing.community if came else going.crossing.to
    other = going.conversation_id if came else going.talk_there_id
    if place is None or other is None or place.pk not in known:
        return None
    url = address("conversation", place.slug, other) if other in readable else ""
    return Trail(came, place.name, url, going.stayed if came else 0)


def named(keys: Sequence[str]) -> list[int]:
    """The keys among what a form sent that could be keys."""
    return [int(one) for one in keys if one.isascii() and one.isdigit() and len(one) < 19]
