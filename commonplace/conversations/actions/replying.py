"""Someone answers."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from commonplace.communities.models import Hold
from commonplace.conversations.actions.attaching import attach
from commonplace.conversations.actions.counters import take_number
from commonplace.conversations.actions.deeds import record, weigh
from commonplace.conversations.actions.indexing import index_posts
from commonplace.conversations.actions.opening import already_made
from commonplace.conversations.actions.wording import name_people, word
from commonplace.conversations.enclosures import Enclosure, enclosed, pictures_among
from commonplace.conversations.models import Conversation, Post
from commonplace.files.models import StoredFile
from commonplace.people.models import Person


class FromElsewhere(ValueError):
    """The post replied to stands in another conversation."""


def reply(
    *,
    by: Person,
    conversation: Conversation,
    text: str,
    reply_to: Post | None = None,
    attachments: Sequence[StoredFile | Enclosure] = (),
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
    wording = word(text, space=conversation.space, slug=slug, pictures=pictures_among(files))
    try:
        with transaction.atomic():
            number = take_number(conversation, author_id=by.pk, at=at)
            answered = _answered(conversation, reply_to)
            post = Post.objects.create(
                conversation=conversation,
                number=number,
                author=by,
                reply_to=reply_to,
                source=wording.source,
                html=wording.html,
                written_at=at,
                idempotency_key=idempotency_key,
                origin=origin,
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
                towards=answered,
            )
            if Hold.objects.in_force().filter(kind="conversation", object_id=conversation.pk).exists():
                weigh([post.pk])
            index_posts([post])
    except IntegrityError:
        if made := already_made(by, idempotency_key):
            return made
        raise
    return post


def _answered(conversation: Conversation, reply_to: Post | None) -> Person | None:
    """Who is answered, as it is known now: a name of an archive may have become somebody since the page was made."""
    if reply_to is not None:
        return Person.objects.filter(pk__in=Post.objects.filter(pk=reply_to.pk).values("author")).first()
    return Person.objects.filter(pk__in=Conversation.objects.filter(pk=conversation.pk).values("author")).first()
