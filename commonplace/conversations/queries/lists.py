"""Conversations in lists: latest, nobody has answered yet, mine, by topic, by kind, by space."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Substr
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.communities.doors import SpaceVisibility
from commonplace.communities.models import Community, Space, Topic
from commonplace.communities.topics.queries import within
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.conversations.bylines import byline_of
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import Conversation, Draft, Post
from commonplace.conversations.models.conversation import ConversationQuerySet
from commonplace.lib.text import excerpt, plain
from commonplace.people.models import Person
from commonplace.store.prepared import Rows, prepared
from commonplace.ui import words
from commonplace.ui.addresses import address
from commonplace.ui.spine import Link

LATEST = ("-last_post_at", "-id")
WAITING = ("-opened_at", "-id")
SIZE = 30
NEWEST_WORDS = 140  # characters


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to; everything when nothing is set. `narrower` are topics within `topic`, by key."""

    waiting: bool = False
    mine: bool = False
    kind: str = ""
    space: Space | None = None
    topic: Topic | None = None
    narrower: tuple[int, ...] = ()

    @property
    def by(self) -> tuple[str, ...]:
        """The order of the list."""
        return WAITING if self.waiting else LATEST

    @property
    def is_everything(self) -> bool:
        """Whether nothing narrows the list."""
        return self == Wanted()


@dataclass(frozen=True)
class Mark:
    """What a higher room says of a conversation to its reader ("3 new"), and where that leads."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """One conversation in a list, ready to be set: `said` is what there is to say of it beside who and when."""

    title: str
    url: str
    kind: str
    who: str
    at: datetime
    is_waiting: bool = False
    said: tuple[str, ...] = ()
    state: str = ""
    tone: str = ""
    place: str = ""
    mark: Mark | None = None
    newest: str = ""  # the first words of its last post


def conversations_for(viewpoint: Viewpoint, wanted: Wanted) -> ConversationQuerySet:
    """The conversations of a community that the viewer may read, narrowed; joined to what a list shows of them."""
    return _narrowed(viewpoint.person, viewpoint.community, wanted)


def _narrowed(person: Person | None, community: Community | None, wanted: Wanted) -> ConversationQuerySet:
    found = Conversation.objects.visible_to(person)
    # Each way in is by what names few rows, so that a rare topic or a quiet member costs no walk through everything.
    if wanted.topic is not None:
        found = found.filter(filed_under(wanted.topic, wanted.narrower))
    elif wanted.mine:
        found = found.filter(taken_part_in_by(person, community))
    else:
        found = found.filter(community=community)
    if wanted.waiting:
        found = found.unanswered()
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.space is not None:
        found = found.filter(space=wanted.space)
    return found.with_faces()


def first_rows(viewpoint: Viewpoint, wanted: Wanted) -> Rows[Conversation]:
    """The rows of the first page of a list, and one more where there is more, by a query that was prepared; most
    readers see no other page.
    """
    # A topic names its community already.
    community = None if wanted.topic else viewpoint.community
    return _first.rows(
        person=viewpoint.person,
        community=community,
        waiting=wanted.waiting,
        mine=wanted.mine,
        kind=wanted.kind or None,
        space=wanted.space,
        topic=wanted.topic,
        narrower=list(wanted.narrower) or None,
    )


@prepared
def _first(
    *,
    person: Person | None,
    community: Community | None,
    waiting: bool,
    mine: bool,
    kind: str | None,
    space: Space | None,
    topic: Topic | None,
    narrower: list[int] | None,
) -> ConversationQuerySet:
    wanted = Wanted(waiting, mine, kind or "", space, topic, narrower or ())  # type: ignore[arg-type]  # a stand-in
    return _narrowed(person, community, wanted).order_by(*wanted.by)[: SIZE + 1]


def under(topic: Topic) -> Wanted:
    """What is filed under a topic and under all that is narrower; one query."""
    return Wanted(topic=topic, narrower=tuple(within(topic)[1:]))


def filed_under(topic: Topic, narrower: Sequence[int]) -> Q:
    """Conversations filed under a topic, or under one of those within it."""
    if not narrower:
        return Q(topics=topic)
    filed = Conversation.topics.through.objects
    # Each once, also where it is filed under two of them.
    within_it = filed.filter(Q(topic=topic) | Q(topic__in=narrower))
    return Q(pk__in=within_it.values("conversation"))


@prepared
def spaces_seen(*, person: Person | None, community: Community) -> QuerySet[Space]:
    """The spaces of a community that `person` may read, in their order."""
    return Space.objects.visible_to(person).filter(community=community).order_by("position", "pk")


def number_of_drafts(person: Person | None, community: Community) -> int:
    """How much someone has begun to write in a community."""
    return next((number for (number,) in _number_of_drafts(person=person, community=community)), 0)


@prepared
def _number_of_drafts(*, person: Person | None, community: Community) -> QuerySet[Draft, tuple[int]]:
    drafts = Draft.objects.filter(person=person, community=community).order_by().values("community")
    return drafts.annotate(number=Count("pk")).values_list("number")


def taken_part_in_by(person: Person | None, community: Community | None) -> Q:
    """Conversations of a community that `person` opened or wrote in."""
    if person is None:
        return Q(pk__in=[])
    written = Post.objects.filter(author=person, withdrawal__isnull=True, conversation__community=community)
    return Q(pk__in=Subquery(written.values("conversation_id")))


def newest_words(viewpoint: Viewpoint, conversations: Sequence[int]) -> dict[int, str]:
    """The first words of the last post in each of these, by conversation, where the viewer may read it; one query."""
    if not conversations:
        return {}
    last = _last(person=viewpoint.person, conversations=list(conversations))
    return {conversation: excerpt(plain(beginning), NEWEST_WORDS) for conversation, beginning in last if beginning}


@prepared
def _last(*, person: Person | None, conversations: list[int]) -> QuerySet[Conversation, tuple[int, str | None]]:
    # Cut where a tag may be cut too: what is left of it stands beyond the words that are shown. What hides a
    # conversation is asked of it below, so its last post is looked up by number, and none that stands before it.
    posts = Post.objects.not_kept_back_from(person).quotable()
    last = posts.filter(conversation=OuterRef("pk"), number=OuterRef("last_number"))
    return (
        Conversation.objects.visible_to(person)
        .filter(pk__in=conversations)
        .values_list("pk", Subquery(last.values(beginning=Substr("html", 1, 12 * NEWEST_WORDS))))
    )


def rows_for(
    conversations: Iterable[Conversation],
    *,
    viewpoint: Viewpoint,
    marks: Mapping[int, Mark] | None = None,
    newest: Mapping[int, str] | None = None,
) -> list[Row]:
    """Rows for a list, without a query where the conversations are joined as `conversations_for` joins them."""
    slug = viewpoint.community.slug
    bylines: dict[tuple[int | None, bool, str], Byline] = {}
    rows = []
    for one in conversations:
        whose = one.author_id, one.is_automatic, one.alias
        if whose not in bylines:
            bylines[whose] = byline_of(one, viewpoint)
        rows.append(_row(one, slug, bylines[whose], (marks or {}).get(one.pk), (newest or {}).get(one.pk, "")))
    return rows


def _row(conversation: Conversation, slug: str, byline: Byline, mark: Mark | None, newest: str) -> Row:
    replies = conversation.reply_count
    too = conversation.me_too_count if conversation.is_had_too else 0
    state, tone = state_of(conversation)
    is_waiting = conversation.is_waiting and not state
    said = []
    if replies:
        said.append(ngettext("%(n)s reply", "%(n)s replies", replies) % {"n": words.count(replies)})
    if too:
        had = ngettext("%(n)s person has had this too", "%(n)s people have had this too", too)
        said.append(had % {"n": words.count(too)})
    return Row(
        title=conversation.title,
        url=address("conversation", slug, conversation.pk),
        kind=conversation.kind_words,
        who=byline.name,
        at=conversation.opened_at if is_waiting else conversation.last_post_at,
        is_waiting=is_waiting,
        said=tuple(said),
        state=state,
        tone=tone,
        place=place_of(conversation),
        mark=mark,
        newest=newest,
    )


def place_of(conversation: Conversation) -> str:
    """The name of its space, where that is not the one in which all members talk."""
    return "" if conversation.space.visibility == SpaceVisibility.MEMBERS else conversation.space.name


def state_of(conversation: Conversation) -> tuple[str, str]:
    """How it stands, as a word and its tone: settled, closed, or nothing to say."""
    if hasattr(conversation, "settlement"):
        return _("Settled"), "good"
    if hasattr(conversation, "closure"):
        return _("Closed"), ""
    return "", ""


def kinds_sieve(address: str, wanted: Wanted, kept: Mapping[str, str]) -> list[Link]:
    """Links that narrow the list at `address` to one kind; `kept` are the other parameters, which stay."""
    everything = Link(_("Every kind"), _with(address, kept, kind=""), current=not wanted.kind)
    kinds = [Link(str(kind.label), _with(address, kept, kind=kind.value), current=wanted.kind == kind) for kind in Kind]
    return [everything, *kinds]


def spaces_sieve(address: str, wanted: Wanted, kept: Mapping[str, str], spaces: Iterable[Space]) -> list[Link]:
    """Links that narrow the list at `address` to one space."""
    everywhere = Link(_("Everywhere"), _with(address, kept, space=""), current=wanted.space is None)
    return [
        everywhere,
        *(Link(space.name, _with(address, kept, space=space.slug), current=space == wanted.space) for space in spaces),
    ]


def views_sieve(address: str, wanted: Wanted, kept: Mapping[str, str], *, signed_in: bool) -> list[Link]:
    """Links between latest, nobody has answered yet, and mine."""
    links = [
        Link(_("Latest"), _with(address, kept, show=""), current=not wanted.waiting and not wanted.mine),
        Link(_("Nobody has answered yet"), _with(address, kept, show="waiting"), current=wanted.waiting),
    ]
    if signed_in:
        links.append(Link(_("Where I wrote"), _with(address, kept, show="mine"), current=wanted.mine))
    return links


def _with(address: str, kept: Mapping[str, str], **changed: str) -> str:
    parameters = "&".join(f"{name}={value}" for name, value in {**kept, **changed}.items() if value)
    return f"{address}?{parameters}" if parameters else address
