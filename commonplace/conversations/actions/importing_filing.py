"""What imported conversations are filed under, and whether they are closed, where they were said; silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from commonplace.communities import ledger
from commonplace.communities.topics.actions import name_topics
from commonplace.conversations.actions.importing_since import kept_to_oneself
from commonplace.conversations.actions.indexing import index_conversation
from commonplace.conversations.actions.opening import MOST_TOPICS
from commonplace.conversations.models import Closure, Conversation


@dataclass(frozen=True, slots=True)
class Filing:
    """How the conversation that a post (its key) opens is filed there: under topics, None where that is as before, and
    since when it is closed. `filed` are the topics (their keys) that it was last given by the archive; None where it
    came just now.
    """

    post: int
    topics: Sequence[str] | None
    filed: frozenset[int] | None
    closed_at: datetime | None
    was_closed: bool


@dataclass(frozen=True, slots=True)
class Filed:
    """The topics (their keys) that a conversation was last given by the archive, and whether anything of it changed."""

    filed: frozenset[int]
    is_changed: bool


def import_filing(*, filings: Sequence[Filing], origin: str) -> dict[int, Filed]:
    """File conversations as they are filed where they were said, by the keys of the posts that open one here. What
    people filed otherwise here, closed or let go on stays as they left it.
    """
    done: dict[int, Filed] = {}
    with transaction.atomic():
        posts = kept_to_oneself({one.post for one in filings})
        openings = {pk: post.conversation for pk, post in posts.items() if post.number == 1}
        # Before topics are named, of which one may be about to go: mergers of topics wait for the community.
        ledger.changed({one.community_id for one in openings.values()})
        stands = _topics_of([one.pk for one in openings.values()])
        closures = {one.conversation_id: one for one in Closure.objects.filter(conversation__in=openings.values())}
        new, gone, refiled = [], [], []
        for one in filings:
            if (here := openings.get(one.post)) is None:
                continue
            standing, closure = stands.get(here.pk, frozenset()), closures.get(here.pk)
            filed, is_changed = standing if one.filed is None else one.filed, False
            if one.topics is not None and standing == filed:
                wanted = name_topics(community=here.community, names=list(one.topics)[:MOST_TOPICS])
                if (now := frozenset(topic.pk for topic in wanted)) != filed:
                    here.topics.set(wanted)
                    refiled.append(here)
                    filed, is_changed = now, True
            if one.closed_at is not None and not one.was_closed and closure is None:
                new.append(Closure(conversation=here, at=one.closed_at, origin=origin))
                is_changed = True
            elif one.closed_at is None and one.was_closed and closure is not None and closure.origin:
                gone.append(closure.pk)
                is_changed = True
            done[one.post] = Filed(filed, is_changed)
        Closure.objects.bulk_create(new, batch_size=500)
        Closure.objects.filter(pk__in=gone).delete()
        for here in refiled:
            index_conversation(here)
    return done


def _topics_of(conversations: Sequence[int]) -> dict[int, frozenset[int]]:
    """The topics under which each of these conversations stands."""
    found: dict[int, set[int]] = {}
    rows = Conversation.topics.through.objects.filter(conversation__in=conversations)
    for conversation, topic in rows.values_list("conversation", "topic"):
        found.setdefault(conversation, set()).add(topic)
    return {conversation: frozenset(topics) for conversation, topics in found.items()}
