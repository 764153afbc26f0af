"""Letters that were set aside come in after all: a steward has looked at them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from commonplace.communities.founding.actions import begin_no_later_than
from commonplace.communities.models import Community
from commonplace.conversations.actions.importing import Arrival, import_posts
from commonplace.conversations.models import Conversation, Post
from commonplace.lib.mail.multipart import Attachment
from commonplace.people.models import Person
from commonplace.store.locks import lock
from commonplace.transfer.actions.joining import find_likenesses
from commonplace.transfer.actions.keeping import shelf_of
from commonplace.transfer.actions.keeping_letters import idempotency_key_of
from commonplace.transfer.actions.newcomers import Newcomer, become
from commonplace.transfer.models import Anchor, Enclosed, Handle, Import, Letter, SetAside
from commonplace.transfer.wording import worded
from commonplace.transfer.words import set_text


def bring_back(*, community: Community, by: Person, pks: Sequence[int], at: datetime | None = None) -> int:
    """Keep these letters at their own moments, their senders among the people; how many were still waiting."""
    now = at or timezone.now()
    with transaction.atomic():
        waiting = SetAside.objects.waiting().filter(community=community, pk__in=pks)
        rows = list(
            waiting.select_related("letter__sender__person", "letter__run__space__community").order_by("sent_at", "pk")
        )
        # Two stewards at once: the second finds fewer rows to change than were read, and takes only those.
        taken = [row for row in rows if waiting.filter(pk=row.pk).update(brought_at=now, brought_by=by, text="")]
        # Before the people, with whom the community is locked (see store/locks.py).
        homes = _homes(taken) if taken else {}
        lock(Conversation.objects.filter(pk__in={one.pk for one in homes.values()}))
        _let_in(taken)
        for space, origin in dict.fromkeys((row.letter.run.space, row.letter.run.origin) for row in taken):
            some = [row for row in taken if (row.letter.run.space, row.letter.run.origin) == (space, origin)]
            with override(community.language):
                arrivals, withheld = _arrivals(community, some)
            posts = import_posts(space=space, arrivals=arrivals, origin=origin)
            begin_no_later_than(community=community, at=min(row.sent_at for row in some))
            for row, post in zip(some, posts, strict=True):
                Letter.objects.filter(pk=row.letter.pk).update(post=post, withheld=withheld[row.pk])
            Enclosed.objects.filter(set_aside__in=some).delete()
        if taken:
            find_likenesses(community=community.pk, at=now)
    return len(taken)


def _arrivals(community: Community, rows: Sequence[SetAside]) -> tuple[list[Arrival], dict[int, str]]:
    """Each letter into the conversation that names it, or into one of its own; and what each withholds."""
    withheld: dict[int, str] = {}
    homes = _homes(rows)
    with_files = set(Enclosed.objects.filter(set_aside__in=rows).values_list("set_aside", flat=True))
    arrivals: list[Arrival] = []
    for row in rows:
        files = _files_of(row) if row.pk in with_files else ()
        idempotency_key = idempotency_key_of(row.letter.digest, row.community_id)
        letter = worded(
            set_text(row.subject, row.text),
            prefix=row.letter.run.prefix,
            attachments=files,
            sent_at=row.sent_at,
            idempotency_key=idempotency_key,
            shelf=shelf_of(row.letter.run.space_id),
            account=row.community_id,
        )
        withheld[row.pk] = letter.withheld
        arrivals.append(
            Arrival(
                author=row.letter.sender.person,
                at=row.sent_at,
                source=letter.source,
                html=letter.html,
                form=Post.Form.MAIL,
                title=letter.title,
                into=homes.get(row.letter.digest),
                idempotency_key=idempotency_key,
                attachments=letter.attachments,
                words=letter.words,
            )
        )
    return arrivals, withheld


def _files_of(row: SetAside) -> list[Attachment]:
    return [
        Attachment(one.name, one.content_type, bytes(one.data), one.is_whole)
        for one in row.enclosed.order_by("position")
    ]


def _homes(rows: Sequence[SetAside]) -> dict[str, Conversation]:
    digests = [row.letter.digest for row in rows]
    anchors = Anchor.objects.filter(digest__in=digests, letter__post__isnull=False, community=rows[0].community_id)
    found = {digest: Conversation(pk=pk) for digest, pk in anchors.values_list("digest", "letter__post__conversation")}
    answers = Letter.objects.filter(answers__in=digests, post__isnull=False, community=rows[0].community_id)
    for digest, pk in answers.values_list("answers", "post__conversation"):
        found.setdefault(digest, Conversation(pk=pk))
    return found


def _let_in(rows: Sequence[SetAside]) -> None:
    """Make the senders somebody, where nobody is behind them yet."""
    for run in dict.fromkeys(row.letter.run for row in rows):
        theirs = [row for row in rows if row.letter.run == run]
        first: dict[int, SetAside] = {}
        for row in theirs:
            first.setdefault(row.letter.sender.pk, row)
        persons, _made = become(run, [_newcomer(row) for row in first.values()])
        Import.objects.filter(pk=run.pk).update(unnamed=run.unnamed)
        for pk, person in persons.items():
            Handle.objects.filter(pk=pk, person=None).update(person=person)
        for row in rows:
            row.letter.sender.person = persons.get(row.letter.sender.pk, row.letter.sender.person)


def _newcomer(row: SetAside) -> Newcomer[int]:
    sender = row.letter.sender
    addresses = (sender.address,) if sender.address else ()
    return Newcomer(sender.pk, sender.name, row.sent_at, addresses, sender.person)
