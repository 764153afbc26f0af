"""Posting letters. A letter is a row in its caller's transaction: neither is there without the other."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import get_language

from commonplace.letters import outages, pauses, queries
from commonplace.letters.compose import Templates, compose
from commonplace.letters.delivery import LEASE, Sent, send_due
from commonplace.letters.faults import Whose
from commonplace.letters.models import Bounce, Letter, OneTimeLink, Pause
from commonplace.letters.outbox import (
    LetterRefused,
    Ready,
    Sender,
    made,
    may_be_written_to,
    nudge_soon,
    post_all,
    put,
)

__all__ = [
    "LEASE",
    "LetterRefused",
    "Ready",
    "Sender",
    "Sent",
    "forget_letters_to",
    "forget_old",
    "give_up",
    "may_be_written_to",
    "post",
    "post_all",
    "send_again",
    "send_due",
    "write",
    "written",
]

KEPT_FOR: Final = timedelta(days=90)


def write(
    *,
    to: str,
    template: str | Templates,
    context: Mapping[str, Any],
    kind: str,
    language: str | None = None,
    key: str | None = None,
    due_at: datetime | None = None,
    useful_until: datetime | None = None,
    headers: Mapping[str, str] | None = None,
    sender: Sender | None = None,
    message_id: str = "",
    about: str = "",
    at: datetime | None = None,
) -> Letter:
    """Write a letter from its templates (see compose.py), in a language or that of whoever writes, and post it.

    Raises LetterRefused.
    """
    return written(
        to=to,
        template=template,
        context=context,
        kind=kind,
        language=language,
        key=key,
        due_at=due_at,
        useful_until=useful_until,
        headers=headers,
        sender=sender,
        message_id=message_id,
        about=about,
        at=at,
    )()


def written(
    *,
    to: str,
    template: str | Templates,
    context: Mapping[str, Any],
    kind: str,
    language: str | None = None,
    key: str | None = None,
    due_at: datetime | None = None,
    useful_until: datetime | None = None,
    headers: Mapping[str, str] | None = None,
    sender: Sender | None = None,
    message_id: str = "",
    about: str = "",
    at: datetime | None = None,
) -> Callable[[], Letter]:
    """Write a letter as `write` does, and give what posts it: for a transaction that is not to wait for the words."""
    words = compose(template, context, language or get_language() or settings.LANGUAGE_CODE)
    letter = made(
        to=to,
        kind=kind,
        subject=words.subject,
        text=words.text,
        html=words.html,
        key=key,
        due_at=due_at,
        useful_until=useful_until,
        headers=headers,
        sender=sender,
        message_id=message_id,
        about=about,
        at=at,
    )
    return partial(put, letter)


def post(
    *,
    to: str,
    kind: str,
    subject: str,
    text: str,
    html: str = "",
    key: str | None = None,
    due_at: datetime | None = None,
    useful_until: datetime | None = None,
    headers: Mapping[str, str] | None = None,
    sender: Sender | None = None,
    message_id: str = "",
    about: str = "",
    at: datetime | None = None,
) -> Letter:
    """Put a letter in the outbox; a `key` that was used before gives the letter posted then. Raises LetterRefused.

    After `useful_until` it is not sent any more: a code that has run out helps nobody. `message_id` is for what goes
    to many as one letter, `about` for whoever looks at it before it goes (see last_looks.py).
    """
    return put(
        made(
            to=to,
            kind=kind,
            subject=subject,
            text=text,
            html=html,
            key=key,
            due_at=due_at,
            useful_until=useful_until,
            headers=headers,
            sender=sender,
            message_id=message_id,
            about=about,
            at=at,
        )
    )


def send_again(*, ids: Iterable[int] | None = None, now: datetime) -> list[int]:
    """Try letters again at once, given up or not; tells which. Without `ids`: all but those given up on purpose.

    What is of no use any more stays where it is. The mail server is asked again at once, too.
    """
    # One whose words are gone would arrive empty.
    letters = queries.unsettled().exclude(fault__in=(Letter.PAUSED, Letter.TAKEN_BACK))
    letters = letters.exclude(fault__in=Letter.SETTLED) if ids is None else letters.filter(pk__in=list(ids))
    with transaction.atomic():
        again = letters.filter(queries.free(now), queries.useful(now)).order_by("pk")
        # Whoever sends a letter again to where nobody was says that somebody is.
        pauses.resume_delivery(addresses=again.filter(fault=Whose.RECIPIENT.value).values_list("to", flat=True))
        pks = list(again.values_list("pk", flat=True))
        Letter.objects.filter(pk__in=pks, sent_at=None).update(
            due_at=now, given_up_at=None, claimed_until=None, attempts=0, failing_since=None, fault="", last_error=""
        )
        outages.end()
        transaction.on_commit(nudge_soon, robust=True)
    return pks


def give_up(*, ids: Iterable[int], now: datetime) -> list[int]:
    """Stop trying letters, or settle that they were given up; tells which. One that is on its way is left alone."""
    with transaction.atomic():
        letters = queries.unsettled().filter(queries.free(now), pk__in=list(ids))
        pks = list(letters.order_by("pk").values_list("pk", flat=True))
        Letter.objects.filter(pk__in=pks, sent_at=None).update(
            given_up_at=now, claimed_until=None, fault=Letter.ON_PURPOSE
        )
    return pks


def forget_old(*, now: datetime) -> int:
    """Delete letters and links that ended more than KEPT_FOR ago; tells how many rows went."""
    before = now - KEPT_FOR
    with transaction.atomic():
        letters, _ = Letter.objects.filter(sent_at__lt=before).delete()
        given_up, _ = Letter.objects.filter(given_up_at__lt=before).delete()
        links, _ = OneTimeLink.objects.filter(expires_at__lt=before).delete()
        bounces, _ = Bounce.objects.filter(at__lt=before).delete()
    return letters + given_up + links + bounces


def forget_letters_to(*, addresses: Collection[str], typed: Collection[str] = ()) -> int:
    """Delete every letter to these addresses (in lower case), sent or not, as when their owner goes; tells how many.

    What came back from there, and that nothing goes there, is forgotten with them. To an address that was only `typed`
    others may be writing to whoever lives there: only letters that have ended go.
    """
    with transaction.atomic():
        for model in (Bounce, Pause):
            model.objects.filter(address__in=sorted(addresses)).delete()
        letters = Letter.objects.annotate(reader=Lower("to"))
        ended = ~Q(sent_at=None, given_up_at=None)
        theirs = letters.filter(Q(reader__in=sorted(addresses)) | ended & Q(reader__in=sorted(typed)))
        return theirs.delete()[0]
