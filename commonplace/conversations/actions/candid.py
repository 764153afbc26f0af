"""Words that a member wrote candidly are put where they are read: under a sign, and as nobody's deed.

Whoever calls this has seen that a member wrote them; nothing here knows which.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commonplace.communities.models import Space
from commonplace.conversations.actions.counters import take_number
from commonplace.conversations.actions.deeds import record, weigh_if_held
from commonplace.conversations.actions.indexing import index_new, words_to_find
from commonplace.conversations.actions.wording import name_people, one_line, word
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import Conversation, Post
from commonplace.store.bulk import write_one


@transaction.atomic
def open_candidly(*, alias: str, space: Space, kind: str, title: str, text: str, at: datetime) -> Conversation:
    """Open a conversation under a sign; raises NothingSaid and `markdown.TextTooLong`."""
    conversation = write_one(
        Conversation(
            community=space.community,
            space=space,
            kind=Kind(kind),
            title=one_line(title),
            alias=alias,
            opened_at=at,
            last_post_at=at,
        )
    )
    _write(conversation, number=1, alias=alias, text=text, verb="opened", at=at)
    return conversation


@transaction.atomic
def reply_candidly(*, alias: str, conversation: Conversation, text: str, at: datetime) -> Post:
    """Reply under a sign, to all; raises IsClosed, IsGone, NothingSaid and `markdown.TextTooLong`."""
    standing = take_number(conversation, author_id=None, alias=alias, at=at)
    post = _write(conversation, number=standing.last_number, alias=alias, text=text, verb="replied", at=at)
    weigh_if_held(post)
    return post


def _write(conversation: Conversation, *, number: int, alias: str, text: str, verb: str, at: datetime) -> Post:
    community = conversation.community
    wording = word(text, space=conversation.space, slug=community.slug)
    words = words_to_find(wording.html, (), language=community.language)
    post = write_one(
        Post(
            conversation=conversation,
            number=number,
            alias=alias,
            source=wording.source,
            html=wording.html,
            written_at=at,
        )
    )
    name_people([(post, wording)])
    towards = conversation.author if verb == "replied" else None
    record(verb, by=None, conversation=conversation, at=at, post=post, towards=towards)
    index_new(post, words, conversation=conversation)
    return post
