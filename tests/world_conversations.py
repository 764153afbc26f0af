"""Conversations of worlds, one in each space: from an archive, each post said again in Polish by the founder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from commonplace.communities.models import Space
from commonplace.conversations.actions.importing import Arrival, import_posts
from commonplace.conversations.actions.translating import translate
from commonplace.conversations.models import Post, TopicDecision
from commonplace.people.models import Person
from tests.furnished_topics import suggest
from tests.plans import COMMON, SpacePlan


@dataclass
class Said:
    """A post as it was written, what became of it, and the spaces where it is kept with its author's yes."""

    marker: str
    author: int
    fate: str
    is_half_baked: bool = False
    kept: list[SpacePlan] = field(default_factory=list)


@dataclass
class Talk:
    """A conversation in a space; `space` names only those who really sit there."""

    pk: int
    title: str
    space: SpacePlan
    said: list[Said]
    is_held: bool = False


def talk_in(
    where: Space, number: str, space: SpacePlan, persons: Sequence[Person], *, founder: int, at: datetime
) -> Talk:
    """A conversation that came from an archive; topics that were suggested for it are decided in each second space."""
    title = f"zqtitle{number}x"
    said = [
        Said(f"zqpost{number}{p}x", post.author, post.fate, post.is_half_baked) for p, post in enumerate(space.posts)
    ]
    arrivals = [
        Arrival(
            author=persons[one.author],
            at=at + timedelta(hours=p),
            source=f"{COMMON} {one.marker}",
            title="" if p else f"{COMMON} {title}",
            kind="question",
            into=0 if p else None,
            topics=() if p else ("valves",),
        )
        for p, one in enumerate(said)
    ]
    rows = import_posts(space=where, arrivals=arrivals, origin="archive")
    if space.visibility != "group" or founder in space.seats:
        _said_again(persons[founder], rows, said, title)
    word = suggest(where.community, title, [rows[0].conversation])
    if int(number[-1]) % 2:
        TopicDecision.objects.create(suggested=word, by=persons[founder])
    return Talk(pk=rows[0].conversation_id, title=title, space=space, said=said)


def _said_again(by: Person, rows: Sequence[Post], said: Sequence[Said], title: str) -> None:
    """Each post, in another language that bears its word too."""
    for row, one in zip(rows, said, strict=True):
        text = f"{COMMON} {one.marker}"
        translate(by=by, post=row, language="pl", out_of="en", text=text, title=f"{COMMON} {title}", number=1)
