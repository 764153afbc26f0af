"""Conversations of worlds, one in each space: from an archive, each post said again in Polish by the founder. Where
everyone inside reads it, somebody says more at its end under a sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from commonplace.candour.models import Alias
from commonplace.communities.models import Space
from commonplace.conversations.actions.candid import reply_candidly
from commonplace.conversations.actions.importing import Arrival, import_posts
from commonplace.conversations.actions.translating import translate
from commonplace.conversations.models import Conversation, Post, TopicDecision
from commonplace.people.models import Person
from tests.furnished_topics import suggest
from tests.plans import COMMON, SpacePlan

NOBODY = -1  # who wrote under a sign, as far as any row tells


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
    if space.candid and space.confidence == "ordinary" and space.visibility in ("public", "members"):
        said.append(_said_candidly(rows[0].conversation_id, number, space.candid, at=at + timedelta(hours=len(said))))
    return Talk(pk=rows[0].conversation_id, title=title, space=space, said=said)


def _said_candidly(conversation: int, number: str, fate: str, *, at: datetime) -> Said:
    """Somebody of the community replies under a sign, whose key nobody here keeps."""
    talk = Conversation.objects.select_related("community", "space", "author").get(pk=conversation)
    one = Said(f"zqcandid{number}x", NOBODY, fate)
    reply_candidly(alias=f"k7mq{number}", conversation=talk, text=f"{COMMON} {one.marker}", at=at)
    Alias.objects.create(conversation=talk, sign=f"k7mq{number}", public=f"a key {number}")
    return one


def _said_again(by: Person, rows: Sequence[Post], said: Sequence[Said], title: str) -> None:
    """Each post, in another language that bears its word too."""
    for row, one in zip(rows, said, strict=True):
        text = f"{COMMON} {one.marker}"
        translate(by=by, post=row, language="pl", out_of="en", text=text, title=f"{COMMON} {title}", number=1)
