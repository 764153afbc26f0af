"""Sending what is due.

A letter is claimed with a lease, sent, and marked. A process that dies between sending and marking leaves the claim
behind; when the lease ends the letter goes again. So each letter goes out at least once, and twice only when a
process died in that moment: SMTP has no way to do better.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from time import monotonic
from typing import Final, NamedTuple

from django.core.mail import EmailMultiAlternatives, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F

from commonplace.letters import queries
from commonplace.letters.models import Letter

LEASE: Final = timedelta(minutes=5)  # far longer than a mail server's time-out
RETRY_AFTER: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))
STOP_AFTER = 3  # failures one after the other: the mail server is away, and each try costs a time-out

logger = logging.getLogger(__name__)


class Sent(NamedTuple):
    """What one round of sending came to."""

    sent: int
    failed: int
    given_up: int


class _Clock:
    """`now` for a round that takes its time: a claim made late in the round must not begin in the past."""

    def __init__(self, now: datetime) -> None:
        self._now, self._started = now, monotonic()

    def read(self) -> datetime:
        return self._now + timedelta(seconds=monotonic() - self._started)


def send_due(*, now: datetime, limit: int = 100) -> Sent:
    """Send letters that are due, the oldest first; safe to run in many processes at once."""
    clock = _Clock(now)
    sent = failed = given_up = in_a_row = 0
    with _Post().open() as carrier:
        for pk in queries.due(now).order_by("due_at", "id").values_list("pk", flat=True)[:limit]:
            letter = _claim(pk, clock.read())
            if letter is None:
                continue
            try:
                carrier.carry(_message(letter))
            except Exception as problem:  # noqa: BLE001 - whatever a mail backend raises, the others go
                in_a_row += 1
                if _failed(letter, problem, clock.read()):
                    given_up += 1
                else:
                    failed += 1
                if in_a_row == STOP_AFTER:
                    break
            else:
                in_a_row = 0
                sent += 1
                _arrived(letter, clock.read())
    return Sent(sent, failed, given_up)


class _Post:
    """One connection to the mail server, kept while all goes well."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None

    @contextmanager
    def open(self) -> Iterator["_Post"]:
        try:
            yield self
        finally:
            self._close()

    def carry(self, message: EmailMultiAlternatives) -> None:
        try:
            if self._connection is None:
                self._connection = mailers.default
                self._connection.open()
            self._connection.send_messages([message])
        except BaseException:
            self._close()
            raise

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.close()
            except OSError:
                logger.info("The mail server went away before goodbye.")


def _claim(pk: int, now: datetime) -> Letter | None:
    """Take a letter for LEASE, unless another process was quicker."""
    with transaction.atomic():
        claimed = queries.due(now).filter(pk=pk).update(claimed_until=now + LEASE, attempts=F("attempts") + 1)
        return Letter.objects.get(pk=pk) if claimed else None


def _message(letter: Letter) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=letter.subject, body=letter.text, to=[letter.to], headers=dict(letter.headers)
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message


def _arrived(letter: Letter, now: datetime) -> None:
    # The words go: an outbox is no archive of everyone's mail, and a sign-in code is nobody's to read later.
    Letter.objects.filter(pk=letter.pk, sent_at=None).update(
        sent_at=now, given_up_at=None, claimed_until=None, last_error="", text="", html=""
    )


def _failed(letter: Letter, problem: Exception, now: datetime) -> bool:
    """Put a letter back for later, or give it up; tells whether it was given up."""
    hopeless = _is_hopeless(problem) or letter.attempts > len(RETRY_AFTER)
    changes = {"given_up_at": now} if hopeless else {"due_at": now + RETRY_AFTER[letter.attempts - 1]}
    # Only while the claim is ours: after the lease another process may have sent it.
    Letter.objects.filter(pk=letter.pk, claimed_until=letter.claimed_until, sent_at=None).update(
        **changes, claimed_until=None, last_error=f"{type(problem).__name__}: {problem}"[:500]
    )
    logger.warning("Letter %s (%s) was not sent: %s", letter.pk, letter.kind, type(problem).__name__)
    return hopeless


def _is_hopeless(problem: Exception) -> bool:
    """Whether trying again cannot help: the address is none, or its server says that nobody lives there."""
    if isinstance(problem, SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in problem.recipients.values())
    return isinstance(problem, ValueError) and not isinstance(problem, SMTPException)
