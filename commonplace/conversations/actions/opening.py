"""Someone asks, tells or thinks aloud."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from commonplace.communities.models import Space
from commonplace.communities.topics.actions import name_topics
from commonplace.conversations.actions.attaching import attach
from commonplace.conversations.actions.deeds import record
from commonplace.conversations.actions.indexing import index_new, words_to_find
from commonplace.conversations.actions.wording import name_people, one_line, word
from commonplace.conversations.enclosures import Enclosure, enclosed, pictures_among
from commonplace.conversations.kinds import Kind
from commonplace.conversations.models import Conversation, Post
from commonplace.conversations.models.post import PostQuerySet
from commonplace.files.models import StoredFile
from commonplace.people.models import Person
from commonplace.store.bulk import write_one
from commonplace.store.prepared import prepared

MOST_TOPICS = 8


def open_conversation(
    *,
    by: Person,
    space: Space,
    kind: str,
    title: str,
    text: str,
    topics: Iterable[str] = (),
    attachments: Sequence[StoredFile | Enclosure] = (),
    is_half_baked: bool = False,
    is_on_behalf: bool = False,
    idempotency_key: str | None = None,
    at: datetime | None = None,
    origin: str = "",
) -> Conversation:
    """Open a conversation; sent twice with the same `idempotency_key` it is one. Where it `is_on_behalf` of a member,
    `by` says that they know of whom.

    Raises NothingSaid and `markdown.TextTooLong`.
    """
    at = at or timezone.now()
    idempotency_key = idempotency_key or None
    if made := already_made(by, idempotency_key):
        return made.conversation
    community = space.community
    files = enclosed(attachments)
    title = one_line(title)
    wording = word(text, space=space, slug=community.slug, pictures=pictures_among(files))
    words = words_to_find(wording.html, files, language=community.language)
    try:
        with transaction.atomic():
            conversation = write_one(
                Conversation(
                    community=community,
                    space=space,
                    kind=Kind(kind),
                    title=title,
                    author=by,
                    is_on_behalf=is_on_behalf,
                    opened_at=at,
                    last_post_at=at,
                    origin=origin,
                )
            )
            post = write_one(
                Post(
                    conversation=conversation,
                    number=1,
                    author=by,
                    source=wording.source,
                    html=wording.html,
                    is_half_baked=is_half_baked,
                    written_at=at,
                    idempotency_key=idempotency_key,
                    origin=origin,
                )
            )
            attach([(post, files)])
            name_people([(post, wording)])
            record("opened", by=by, conversation=conversation, at=at, post=post, origin=origin)
            # After the deed, which waits for the community: one of them may be about to go in a merger of topics.
            if names := list(topics)[:MOST_TOPICS]:
                conversation.topics.set(name_topics(community=community, names=names))
            index_new(post, words, conversation=conversation)
    except IntegrityError:
        if made := already_made(by, idempotency_key):
            return made.conversation
        raise
    return conversation


def already_made(by: Person, idempotency_key: str | None) -> Post | None:
    """The post that this sending of this person has made before."""
    if idempotency_key is None:
        return None
    return next(iter(_made(by=by, idempotency_key=idempotency_key)), None)


@prepared
def _made(*, by: Person, idempotency_key: str) -> PostQuerySet:
    return Post.objects.filter(author=by, idempotency_key=idempotency_key).select_related("conversation")
