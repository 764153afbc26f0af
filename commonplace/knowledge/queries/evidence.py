"""Whom one may be told of who knows about a topic, each with what stands behind it, as far as the viewer may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.conversations.models import Post
from commonplace.knowledge.figures import Figures
from commonplace.knowledge.queries.counted import HELPS, YEAR, answers_inside
from commonplace.knowledge.queries.reading import Member, Reading
from commonplace.lib.direction import isolated
from commonplace.repertoire.kinds import Kind
from commonplace.repertoire.models import Resource
from commonplace.ui import words
from commonplace.ui.addresses import address

MOST_PEOPLE = 24  # of each kind; more are behind the list of people
MOST_LINES = 3  # of what somebody showed


@dataclass(frozen=True)
class Line:
    """What somebody showed, and where one can look."""

    words: str
    url: str


@dataclass(frozen=True)
class Knows:
    """Somebody who may be named: whether they say so themselves, and what they showed."""

    byline: Byline
    says_so: bool
    lines: Sequence[Line]


@dataclass(frozen=True)
class People:
    """Who knows and who learns, each in the order of the alphabet: nobody is ranked."""

    knowing: Sequence[Knows]
    learning: Sequence[Byline]


def people_of(
    viewpoint: Viewpoint, reading: Reading, one: Figures, kept: Iterable[Resource], *, now: datetime
) -> People:
    """Who may be named for a topic; `kept` is what the viewer sees of it. One query at most."""
    lines = _lines(viewpoint, one, kept, since=reading.until - YEAR, now=now) if one.shown else {}
    # What somebody showed where this reader may not look is no reason to name them.
    knowing = [
        Knows(byline, pk in one.declared, lines.get(pk, ()))
        for pk, byline in bylines(viewpoint, reading, one.named)
        if pk in one.declared or pk in lines
    ]
    learning = [byline for _pk, byline in bylines(viewpoint, reading, one.learning)]
    return People(knowing[:MOST_PEOPLE], learning[:MOST_PEOPLE])


def bylines(viewpoint: Viewpoint, reading: Reading, people: Collection[int]) -> Sequence[tuple[int, Byline]]:
    """Those of these people who are here, in the order of the alphabet."""
    here = sorted((reading.people[pk].name, pk) for pk in people if pk in reading.people)
    return [(pk, _byline(viewpoint, pk, reading.people[pk])) for _name, pk in here]


def _byline(viewpoint: Viewpoint, pk: int, one: Member) -> Byline:
    return viewpoint.byline_of(pk, one.name, is_claimed=one.is_claimed, about=one.about, photo_id=one.photo_id)


def _lines(
    viewpoint: Viewpoint, one: Figures, kept: Iterable[Resource], *, since: datetime, now: datetime
) -> Mapping[int, Sequence[Line]]:
    found: dict[int, list[Line]] = defaultdict(list)
    slug = viewpoint.community.slug
    for post in _answers(viewpoint, one, since, now):
        url = f"{address('conversation', slug, post.conversation_id)}?from={post.number}#p{post.number}"
        found[post.author_id or 0].append(Line(_said(post), url))
    for each in kept:
        if each.kept_by_id in one.shown:
            said = _("Brought the case “%(title)s”") if each.kind == Kind.CASE else _("Keeps “%(title)s”")
            found[each.kept_by_id].append(Line(said % {"title": isolated(each.title)}, each.url(slug)))
    return {pk: lines[:MOST_LINES] for pk, lines in found.items()}


def _answers(viewpoint: Viewpoint, one: Figures, since: datetime, now: datetime) -> Sequence[Post]:
    """Answers that helped, the latest first, which the viewer may read."""
    found = answers_inside(viewpoint.community, since, now).visible_to(viewpoint.person)
    found = found.filter(HELPS, author__in=one.shown, conversation__topics=one.topic)
    rows = found.annotate(title=F("conversation__title"), settles=F("conversation__settlement__post"))
    return list(rows.only("author", "number", "conversation", "thanks_count").order_by("-written_at", "-pk")[:120])


def _said(post: Post) -> str:
    title = isolated(post.title)  # type: ignore[attr-defined]
    if post.settles == post.pk:  # type: ignore[attr-defined]
        return _("Settled “%(title)s”") % {"title": title}
    return ngettext(
        "Was thanked %(n)s time for an answer to “%(title)s”",
        "Was thanked %(n)s times for an answer to “%(title)s”",
        post.thanks_count,
    ) % {"title": title, "n": words.number_word(post.thanks_count)}
