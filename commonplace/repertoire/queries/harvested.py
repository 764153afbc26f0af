"""What was kept of a conversation or a gathering, what could be of a conversation, and the passages of a resource with
whoever said them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from commonplace.communities.viewpoint import Byline, Viewpoint, beyond_byline, byline_of_alias
from commonplace.conversations.bylines import byline_of
from commonplace.conversations.models import Conversation, Post
from commonplace.conversations.models.post import PostQuerySet
from commonplace.gatherings.models import Gathering
from commonplace.lib.text import excerpt, plain
from commonplace.people.models import Person
from commonplace.repertoire.blocks import Block, blocks_of, key_of
from commonplace.repertoire.lengths import MOST_PASSAGES
from commonplace.repertoire.models import Passage, Resource
from commonplace.repertoire.models.passage import PassageQuerySet, reads_source, without_names
from commonplace.repertoire.models.resource import ResourceQuerySet
from commonplace.runs.models import Captured
from commonplace.store.prepared import prepared
from commonplace.ui.addresses import address

PAGE = 50  # posts to choose from
NAMED = 6  # resources that a conversation names
SHOWN = 360  # characters of a post


@dataclass(frozen=True)
class Chosen:
    """A post or a line that was chosen: whose it is, where that is told, where it stands, and its paragraphs."""

    of: Post | Captured
    byline: Byline | None
    url: str
    blocks: Sequence[Block]

    @property
    def key(self) -> str:
        """By which a form names it."""
        return key_of(self.of)


def chosen_of(viewpoint: Viewpoint, conversation: int | None, keys: Sequence[str]) -> list[Chosen]:
    """The posts of these keys that the viewer may read in a conversation of the community, in their order."""
    wanted = {int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 16}
    if conversation is None or not wanted:
        return []
    posts = readable(viewpoint, conversation).filter(pk__in=wanted).order_by("number")[:MOST_PASSAGES]
    return [
        Chosen(
            post,
            byline_of(post, viewpoint),
            where(viewpoint, post.conversation_id, post.number),
            blocks_of(post, picture=_("(a picture)")),
        )
        for post in posts.select_related("author")
    ]


def readable(viewpoint: Viewpoint, conversation: int) -> PostQuerySet:
    """The posts of a conversation, or of the one that it was joined to, that the viewer may read and keep."""
    found = Post.objects.visible_to(viewpoint.person).quotable().filter(conversation__community=viewpoint.community)
    return found.filter(Q(conversation=conversation) | Q(conversation__merged=conversation))


def where(viewpoint: Viewpoint, conversation: int, number: int) -> str:
    """Where a post stands."""
    return f"{address('conversation', viewpoint.community.slug, conversation)}?from={number}#p{number}"


def where_kept(viewpoint: Viewpoint, gathering: int, line: int) -> str:
    """Where a line stands."""
    return f"{address('run', viewpoint.community.slug, gathering)}#line-{line}"


@dataclass(frozen=True)
class Link:
    """Something kept: what it is called, and its page."""

    title: str
    url: str
    kind: str = ""


def kept_of(conversation: Conversation, viewpoint: Viewpoint) -> list[Link]:
    """What was kept of it that the viewer may see, the latest first; one query."""
    pk, slug = conversation.pk, viewpoint.community.slug
    if viewpoint.person is None:
        found = _guests_kept(pk=pk)
    else:
        found = _members_kept(pk=pk, person=viewpoint.person)
    return [Link(one.title, one.url(slug), one.kind_words) for one in found]


def kept_of_gathering(gathering: Gathering, viewpoint: Viewpoint) -> list[Link]:
    """What was kept of it that the viewer may see, the latest first; one query."""
    of_lines = Passage.objects.filter(line__run__gathering=gathering).exclude(source="").order_by().values("resource")
    seen = Resource.objects.visible_to(viewpoint.person).filter(Q(gathering=gathering) | Q(pk__in=of_lines))
    slug = viewpoint.community.slug
    return [Link(one.title, one.url(slug), one.kind_words) for one in seen.order_by("-kept_at", "-pk")[:NAMED]]


def _kept(pk: int, person: Person | None) -> ResourceQuerySet:
    passages = Passage.objects.filter(post__conversation=pk).exclude(source="").order_by().values("resource")
    from_it = Q(conversation=pk) | Q(conversation__merged_into=pk) | Q(pk__in=passages)
    return Resource.objects.visible_to(person).filter(from_it).order_by("-kept_at", "-pk")[:NAMED]


@prepared
def _guests_kept(*, pk: int) -> ResourceQuerySet:
    return _kept(pk, None)


@prepared
def _members_kept(*, pk: int, person: Person) -> ResourceQuerySet:
    return _kept(pk, person)


def kept_where(sources: Collection[int], viewpoint: Viewpoint, *, of: str = "post") -> Mapping[int, list[Link]]:
    """In what each of these posts (or lines) is kept already, as far as the viewer reads it there; one query."""
    found: dict[int, list[Link]] = {}
    seen = Passage.objects.visible_to(viewpoint.person).filter(**{f"{of}__in": sources})
    for one in seen.select_related("resource", "consent").order_by("pk"):
        if not one.is_nameless:
            there = Link(one.resource.title, one.resource.url(viewpoint.community.slug))
            found.setdefault(getattr(one, f"{of}_id"), []).append(there)
    return found


@dataclass(frozen=True)
class Choice:
    """A post or a line to choose: whose it is, where that is told, how it begins, when it was said, and in what it is
    kept already.
    """

    pk: int
    number: int
    byline: Byline | None
    words: str
    at: datetime
    is_chosen: bool
    settles: bool
    kept: Sequence[Link]


@dataclass(frozen=True)
class Choices:
    """A page of what can be chosen; `elsewhere` are those chosen on others, `later` is where the next page begins."""

    choices: Sequence[Choice]
    elsewhere: Sequence[int]
    later: int | None


def choices_of(
    conversation: Conversation, viewpoint: Viewpoint, *, start: int, chosen: Collection[int] | None
) -> Choices:
    """The posts of a conversation from number `start` on; what settled it is chosen where nothing was yet."""
    answer = conversation.settlement.post_id if hasattr(conversation, "settlement") else None
    chosen = chosen if chosen is not None else ({answer} if answer else set())
    posts = readable(viewpoint, conversation.pk).filter(number__gte=start).select_related("author").order_by("number")
    found = list(posts[: PAGE + 1])
    later = found[PAGE].number if len(found) > PAGE else None
    found = found[:PAGE]
    kept = kept_where([one.pk for one in found], viewpoint)
    return Choices(
        [
            Choice(
                one.pk,
                one.number,
                byline_of(one, viewpoint),
                excerpt(plain(one.html), SHOWN),
                one.written_at,
                one.pk in chosen,
                one.pk == answer,
                kept.get(one.pk, ()),
            )
            for one in found
        ],
        sorted(set(chosen) - {one.pk for one in found})[:MOST_PASSAGES],
        later,
    )


@dataclass(frozen=True)
class Quote:
    """A passage as its reader finds it: who said it, where, and whether the post says something else by now."""

    pk: int
    html: str
    byline: Byline | None
    url: str
    said_at: datetime
    is_changed: bool
    part: str


@dataclass(frozen=True)
class Quoted:
    """The passages of a resource, by section, and those that wait for a yes."""

    by_part: Mapping[str, list[Quote]] = field(default_factory=dict)
    waiting: Sequence[Quote] = ()


def joined(found: PassageQuerySet, person: Person | None) -> PassageQuerySet:
    """Passages in reading order, joined to what is shown of each to `person`."""
    shown = found.annotate(
        reads=_whether(reads_source(person)),
        is_close=_whether(without_names()),
        number=F("post__number"),
        talk=F("post__conversation_id"),
        met=F("line__run__gathering_id"),
        guest=F("line__name"),
        alias=F("post__alias"),
        edited_at=F("post__edited_at"),
        said_at=Coalesce(F("post__written_at"), F("line__at"), F("taken_at")),
    )
    return (
        shown.select_related("author", "consent").defer("source", *beyond_byline("author")).order_by("position", "pk")
    )


def _whether(rule: Q) -> Case:
    return Case(When(rule, then=Value(True)), default=Value(False), output_field=BooleanField())


def quoted_in(resource: Resource, viewpoint: Viewpoint, *, tends: bool) -> Quoted:
    """What a resource (of `resource_or_404`) quotes, as the viewer may read it, and for whoever looks after it what
    waits; no query where it quotes nothing.
    """
    if not getattr(resource, "is_quoting", True):
        return Quoted()
    by_part: dict[str, list[Quote]] = {}
    waiting: list[Quote] = []
    person = viewpoint.person
    seen = Passage.objects.before(person) if tends else Passage.objects.visible_to(person)
    for one in joined(seen.filter(resource=resource).with_place(person), person):
        quote = quote_of(one, viewpoint)
        if one.is_in:  # type: ignore[attr-defined]
            by_part.setdefault(one.part, []).append(quote)
        else:
            waiting.append(quote)
    return Quoted(by_part, waiting)


def quote_of(one: Passage, viewpoint: Viewpoint) -> Quote:
    """A passage, joined, as the viewer may know it: without a name where whoever said it wished so or none is told, and
    then without the way to its source, which would tell.
    """
    told: Any = one  # with what `joined` adds
    shows = not one.is_nameless and not told.is_close
    return Quote(
        pk=one.pk,
        html=one.html,
        byline=_byline(one, told, viewpoint) if shows else None,
        url=_source_of(one, viewpoint) if shows and told.reads else "",
        said_at=told.said_at,
        is_changed=shows and told.reads and told.edited_at is not None and told.edited_at > one.taken_at,
        part=one.part,
    )


def _byline(one: Passage, told: Any, viewpoint: Viewpoint) -> Byline:
    """Whoever said it; a guest at the table under the name that they gave there, a candid word under its sign."""
    if one.author is None and told.guest:
        return Byline(name=told.guest)
    return byline_of_alias(told.alias) if told.alias else viewpoint.byline_for(one.author)


def _source_of(one: Passage, viewpoint: Viewpoint) -> str:
    told: Any = one
    if one.line_id is None:
        return where(viewpoint, told.talk, told.number)
    return where_kept(viewpoint, told.met, one.line_id)
