"""What people of a community did, kept in each process: read once, and from then on only what came since.

A post, thanks and what settled a question are known from the next question on. Only what everybody inside may read
leaves a trace. What was withdrawn, moved, renamed, filed otherwise or joined since is known within the hour, when a
community is read anew; nobody is shown by a trace alone, so until then it moves at most an order.

Of words there are those of titles: which conversations are like a question, and under which titles somebody wrote.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Final

from django.db.models import Case, CharField, F, IntegerField, QuerySet, Value, When

from commonplace.communities.access import space_is_visible_inside
from commonplace.communities.doors import Confidence
from commonplace.communities.models import Community
from commonplace.conversations.models import Conversation, Post, Settlement, Thanks
from commonplace.lib.routing.traces import Heard, Traces, Weighed
from commonplace.lib.routing.words import Words
from commonplace.search.words import stems

KEPT: Final = 16  # communities in a process
ANEW: Final = timedelta(hours=1)
_POST, _THANKS, _SETTLEMENT = 0, 1, 2

type _Row = tuple[int, int, int, datetime, int, int, str]


@dataclass(slots=True)
class _Known:
    """One community as far as it was read, by the last key of each kind."""

    began_at: datetime
    traces: Traces = field(default_factory=Traces)
    words: Words = field(default_factory=Words)
    titles: dict[int, list[str]] = field(default_factory=dict)
    last: dict[int, int] = field(default_factory=lambda: {_POST: 0, _THANKS: 0, _SETTLEMENT: 0})


_known: OrderedDict[int, _Known] = OrderedDict()
_lock = Lock()


def weighed(
    community: Community, *, now: datetime, topics: Iterable[Hashable], title: str = "", but: Hashable = None
) -> Weighed:
    """Everyone of a community by all that was written until now, before a question under these topics and of this
    title; `but` is its own conversation, which is like no other. Two queries.
    """
    # Another thread would learn meanwhile, and the traces grow under the one that asks.
    with _lock:
        known = _known.get(community.pk)
        if known is None or not timedelta(0) <= now - known.began_at < ANEW:
            known = _known[community.pk] = _Known(now)
        _known.move_to_end(community.pk)
        while len(_known) > KEPT:
            _known.popitem(last=False)
        _read_on(community, known)
        said = _telling(title, community)
        near = {one: likeness for one, likeness in known.words.near(said).items() if one != but}
        return known.traces.weigh(now, topics=topics, words=known.words.written(said), near=near)


def forget() -> None:
    """Read every community anew when it is next asked for."""
    with _lock:
        _known.clear()


def _telling(title: str, community: Community) -> list[str]:
    """The stems of a title that tell something."""
    found = stems(title, community.language).split()
    return [word for word in found if 2 < len(word) < 30 and not word.isdigit()]


def _read_on(community: Community, known: _Known) -> None:
    rows = list(_rows(community, known.last))
    if not rows:
        return
    topics: dict[int, list[int]] = defaultdict(list)
    opened = [row[4] for row in rows if row[0] == _POST and row[5] == 1]
    filed = Conversation.topics.through.objects.filter(conversation__community=community)
    if len(opened) < 500:  # else nearly all of them are meant
        filed = filed.filter(conversation__in=opened)
    for conversation, topic in filed.values_list("conversation_id", "topic_id"):
        topics[conversation].append(topic)
    for kind, pk, person, at, conversation, number, title in rows:
        known.last[kind] = max(known.last[kind], pk)
        if kind == _POST:
            opens = number == 1
            if opens:
                known.titles[conversation] = _telling(title, community)
            # However often somebody answers there, it is one title.
            if opens or person not in known.traces.answerers.get(conversation, ()):
                known.words.hear(person, conversation, known.titles.get(conversation, ()), opens=opens)
            filed_under = tuple(topics[conversation]) if opens else ()
            known.traces.hear(Heard(person, at, conversation, filed_under, opens, answers=not opens))
        else:
            known.traces.credit(person, at, settles=kind == _SETTLEMENT)


def _rows(community: Community, last: dict[int, int]) -> QuerySet[Any, _Row]:
    written = Post.objects.filter(
        space_is_visible_inside("conversation__space__"),
        conversation__community=community,
        author__isnull=False,
        withdrawal__isnull=True,
        is_automatic=False,
        pk__gt=last[_POST],
    )
    thanked = Thanks.objects.filter(
        space_is_visible_inside("post__conversation__space__"),
        post__conversation__community=community,
        post__author__isnull=False,
        pk__gt=last[_THANKS],
    )
    settled = Settlement.objects.filter(
        space_is_visible_inside("conversation__space__"),
        conversation__community=community,
        post__author__isnull=False,
        pk__gt=last[_SETTLEMENT],
    )
    parts = [
        found.filter(**{f"{conversation}__space__confidence": Confidence.ORDINARY})
        .order_by()
        .annotate(
            t_kind=Value(kind, output_field=IntegerField()),
            t_person=F(f"{person}_id"),
            t_at=F(at),
            t_conversation=F(f"{conversation}_id"),
            t_number=F(number),
            t_title=_TITLE if kind == _POST else Value("", output_field=CharField()),
        )
        .values_list("t_kind", "pk", "t_person", "t_at", "t_conversation", "t_number", "t_title")
        for kind, found, person, at, conversation, number in (
            (_POST, written, "author", "written_at", "conversation", "number"),
            (_THANKS, thanked, "post__author", "at", "post__conversation", "post__number"),
            (_SETTLEMENT, settled, "post__author", "at", "conversation", "post__number"),
        )
    ]
    found: QuerySet[Any, _Row] = parts[0].union(*parts[1:], all=True)
    return found.order_by("t_at", "t_kind", "pk")


_TITLE: Final = Case(
    When(number=1, then=F("conversation__title")), default=Value("", output_field=CharField()), output_field=CharField()
)
