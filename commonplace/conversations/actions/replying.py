"""Someone answers."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from commonplace.conversations.actions.attaching import attach
from commonplace.conversations.actions.counters import take_number
from commonplace.conversations.actions.deeds import record, weigh_if_held
from commonplace.conversations.actions.indexing import index_new, words_to_find
from commonplace.conversations.actions.opening import already_made
from commonplace.conversations.actions.wording import name_people, word
from commonplace.conversations.enclosures import Enclosure, enclosed, pictures_among
from commonplace.conversations.models import Conversation, Post
from commonplace.files.models import StoredFile
from commonplace.people.models import Person
from commonplace.store.bulk import write_one
from commonplace.store.prepared import prepared


class FromElsewhere(ValueError):
    """The post replied to stands in another conversation."""


def reply(
    *,
    by: Person,
    conversation: Conversation,
    text: str,
    reply_to: Post | None = None,
    attachments: Sequence[StoredFile | Enclosure] = (),
    is_half_baked: bool = False,
    idempotency_key: str | None = None,
    at: datetime | None = None,
    origin: str = "",
) -> Post:
    """Reply, to one post or to all; sent twice with the same `idempotency_key` it is one reply.

    Raises IsClosed, IsGone, FromElsewhere, NothingSaid and `markdown.TextTooLong`.
    """
    at = at or timezone.now()
    idempotency_key = idempotency_key or None
    if made := already_made(by, idempotency_key):
        return made
    if reply_to is not None and reply_to.conversation_id != conversation.pk:
        raise FromElsewhere(reply_to.pk)
    files, slug = enclosed(attachments), conversation.community.slug
    # Whoever else wants to write waits from the first line of the transaction to its last: what can be known before
    # it is known by then.
    wording = word(text, space=conversation.space, slug=slug, pictures=pictures_among(files))
    words = words_to_find(wording.html, files, language=conversation.community.language)
    try:
        with transaction.atomic():
            standing = take_number(conversation, author_id=by.pk, at=at)
            post = write_one(
                Post(
                    conversation=conversation,
                    number=standing.last_number,
                    author=by,
                    reply_to=reply_to,
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
            record(
                "replied",
                by=by,
                conversation=conversation,
                at=at,
                post=post,
                origin=origin,
                towards=_answered(standing, reply_to),
            )
            weigh_if_held(post)
            index_new(post, words, conversation=standing)
    except IntegrityError:
        if made := already_made(by, idempotency_key):
            return made
        raise
    return post


def _answered(conversation: Conversation, reply_to: Post | None) -> Person | None:
    """Who is answered, by the key alone, as it is known now: a name of an archive may have become somebody since the
    page was made.
    """
    (author_id,) = [conversation.author_id] if reply_to is None else _author(post=reply_to)
    return Person(pk=author_id) if author_id is not None else None


@prepared
def _author(*, post: Post) -> QuerySet[Post, int | None]:
    return Post.objects.filter(pk=post.pk).values_list("author", flat=True)
