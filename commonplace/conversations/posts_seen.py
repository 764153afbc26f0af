"""What the posts of a page say, for whoever sees them so: all that they are set from, and all that they are kept by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commonplace.communities.models import Hold
from commonplace.communities.vantage import Vantage, vantage_of
from commonplace.communities.viewpoint import Viewpoint
from commonplace.conversations.models import Attachment, Outcome, Post, PostTranslation
from commonplace.conversations.queries.thread import Thread
from commonplace.conversations.queries.tongues import wishes_of
from commonplace.people.models import Person
from commonplace.store.prepared import Rows


@dataclass(frozen=True)
class Posts:
    """Everything that the posts of a page say: nothing else is looked at while they are set.

    `answer` is the post that settled the conversation, as `verdict_by` said, or whoever asked, `verdict_under` a sign;
    `new_from` the number of the post before which a line says that what follows is new to the viewer; `wanted` the
    languages in which they would read what is said `again`, the likeliest first.
    """

    vantage: Vantage
    posts: Rows[Post]
    attachments: Mapping[int, list[Attachment]]
    outcomes: Mapping[int, list[Outcome]]
    holds: Mapping[int, Hold]
    joined: Mapping[int, str]
    conversation: int
    title: str
    is_mine: bool
    is_closed: bool
    is_unsettled: bool
    is_had_too: bool
    is_on_behalf: bool
    me_too_count: int
    said_me_too: bool
    answer: int | None
    verdict_by: Person | None
    verdict_under: str
    new_from: int | None
    again: Mapping[int, list[PostTranslation]]
    wanted: Sequence[str]


def posts_of(thread: Thread, viewpoint: Viewpoint, *, new_from: int | None = None, asked: str = "") -> Posts:
    """What is to be set of a part of a conversation, for whoever sees it as this viewer does; what is said again is set
    in the language `asked` for, else in one that they read.
    """
    one = thread.conversation
    settlement = getattr(one, "settlement", None)
    authors = {author for (author,) in thread.posts.columns("author_id")}
    said = [one for again in thread.again.values() for one in again]
    authors.update(key for one in said for key in (one.by_id, one.read_by_id))
    # Readers of languages that nothing here is said in read the same, and get the same.
    spoken = {code for one in said for code in (one.language, one.out_of)}
    return Posts(
        vantage=vantage_of(viewpoint, among=authors),
        posts=thread.posts,
        attachments=thread.attachments,
        outcomes=thread.outcomes,
        holds=thread.holds,
        joined=thread.joined,
        conversation=one.pk,
        title=one.title,
        is_mine=viewpoint.person is not None and viewpoint.person.pk == one.author_id,
        is_closed=hasattr(one, "closure"),
        is_unsettled=one.is_unsettled,
        is_had_too=one.is_had_too,
        is_on_behalf=one.is_on_behalf,
        me_too_count=one.me_too_count,
        said_me_too=getattr(one, "said_me_too", False),
        answer=settlement.post_id if settlement is not None else None,
        verdict_by=settlement.by if settlement is not None else None,
        verdict_under=settlement.alias if settlement is not None else "",
        new_from=new_from if new_from is not None and new_from in thread.numbers else None,
        again=thread.again,
        wanted=[code for code in (asked, *wishes_of(viewpoint)) if code in spoken],
    )
