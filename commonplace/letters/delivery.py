"""Sending what is due.

A letter is claimed with a lease, sent, and marked. A process that dies between sending and marking leaves the claim
behind; when the lease ends the letter goes again. So each letter goes out at least once, and twice only when a
process died in that moment: SMTP has no way to do better. Both then bear one Message-ID, by which a mailbox knows them
for one letter.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic
from typing import Final, NamedTuple

from django.core.mail import EmailMultiAlternatives, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F

from commonplace.letters import faults, outages, pauses, queries
from commonplace.letters.envelope import as_mail
from commonplace.letters.faults import Fault, Whose
from commonplace.letters.last_looks import may_go
from commonplace.letters.models import Letter

LEASE: Final = timedelta(minutes=5)  # far longer than a mail server's time-out
# Between tries of one letter; the last goes on until PATIENCE is over.
RETRY_AFTER: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60))
PATIENCE: Final = timedelta(days=5)  # from the first try that failed, as mail servers do (RFC 5321, 4.5.4.1)
# So many in a row, and it is not the letters: the server refuses everyone. Some put off many letters for a while.
STOP_AFTER: Final = 3
STOP_AFTER_LATER: Final = 10
EVERYONES: Final = frozenset((Whose.SERVER, Whose.SENDER))
DROPPED: Final = {
    Letter.OUT_OF_DATE: "What it said was of no use any more.",
    Letter.PAUSED: "Letters to this address came back before, so none goes there.",
    Letter.TAKEN_BACK: "What it told of was taken back, or is not for its reader any more.",
}

# Whose words it held is forgotten with them; a subject names people too, and what they began.
FORGOTTEN: Final = {"subject": "", "text": "", "html": "", "sender_name": ""}

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
    """Send letters that are due, the oldest first; safe to run in many processes at once.

    A server that takes nothing is left alone for a while: then nothing is sent and nothing fails.
    """
    if not (pks := list(queries.in_turn(now).values_list("pk", flat=True)[:limit])):
        return Sent(0, 0, 0)
    outage = outages.current()
    if outage is not None and not outages.take_turn(outage, now=now, lease=LEASE):
        return Sent(0, 0, 0)
    return _Round(_Clock(now), is_troubled=outage is not None).send(pks)


class _Round:
    """One walk through what is due, and what it tells about the server."""

    def __init__(self, clock: _Clock, *, is_troubled: bool) -> None:
        self._clock, self._is_troubled = clock, is_troubled
        self._sent = self._failed = self._given_up = self._in_a_row = 0

    def send(self, pks: list[int]) -> Sent:
        paused = pauses.paused(Letter.objects.filter(pk__in=pks).values_list("to", flat=True))
        with _Post().open() as carrier:
            for pk in pks:
                letter = _claim(pk, self._clock.read())
                if letter is None:
                    continue
                try:
                    if why := self._why_not(letter, paused):
                        _drop(letter, self._clock.read(), why)
                        self._given_up += 1
                        continue
                    carrier.carry(as_mail(letter))
                except Exception as problem:  # noqa: BLE001 - whatever a mail backend raises, the others go
                    if self._stops_at(letter, faults.read(problem)):
                        break
                else:
                    self._went(letter)
        if self._is_troubled and (outage := outages.current()) is not None:
            outages.give_turn_back(outage, now=self._clock.read())
        return Sent(self._sent, self._failed, self._given_up)

    def _why_not(self, letter: Letter, paused: set[str]) -> str:
        if letter.is_out_of_date(self._clock.read()):
            return Letter.OUT_OF_DATE
        if letter.to in paused and letter.kind not in pauses.ALWAYS:
            return Letter.PAUSED
        return "" if may_go(letter) else Letter.TAKEN_BACK

    def _went(self, letter: Letter) -> None:
        _arrived(letter, self._clock.read())
        self._in_a_row = 0
        self._sent += 1
        if self._is_troubled:
            outages.end()
            self._is_troubled = False

    def _stops_at(self, letter: Letter, fault: Fault) -> bool:
        """Put the letter back or give it up; tells whether the server takes nobody's."""
        now = self._clock.read()
        self._in_a_row += 1
        limit = STOP_AFTER_LATER if fault.whose == Whose.LATER else STOP_AFTER
        is_everyones = fault.whose in EVERYONES or self._in_a_row >= limit
        # Where everyone is refused, nobody's refusal is their own.
        if _put_back(letter, fault, now, is_doubted=is_everyones or self._is_troubled):
            self._given_up += 1
        else:
            self._failed += 1
        if is_everyones:
            outages.rest(fault.words, now=now)
            self._is_troubled = False
        return is_everyones


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


def _arrived(letter: Letter, now: datetime) -> None:
    # The words go: an outbox is no archive of everyone's mail, and a sign-in code is nobody's to read later.
    Letter.objects.filter(pk=letter.pk, sent_at=None).update(
        sent_at=now, given_up_at=None, claimed_until=None, fault="", last_error="", **FORGOTTEN
    )


def _drop(letter: Letter, now: datetime, why: str) -> None:
    _mine(letter).update(given_up_at=now, claimed_until=None, fault=why, last_error=DROPPED[why], **FORGOTTEN)


def _put_back(letter: Letter, fault: Fault, now: datetime, *, is_doubted: bool) -> bool:
    """Put a letter back for later, or give it up; tells whether it was given up."""
    since = letter.failing_since or now
    is_their_own = fault.whose == Whose.RECIPIENT or (fault.whose == Whose.REFUSED and _neighbours_get_theirs(letter))
    is_over = now - since >= PATIENCE and letter.attempts > len(RETRY_AFTER)
    hopeless = is_over or (is_their_own and not is_doubted)
    pause = RETRY_AFTER[min(letter.attempts, len(RETRY_AFTER)) - 1]
    changes = {"given_up_at": now} if hopeless else {"due_at": now + pause}
    _mine(letter).update(
        **changes, claimed_until=None, failing_since=since, fault=fault.whose.value, last_error=fault.words
    )
    if hopeless and is_their_own:
        # A mail server that we asked says at once what others say in a report later.
        pauses.note_bounce(address=letter.to, is_hard=True, words=fault.words, now=now, letter=letter)
    logger.warning("Letter %s (%s) was not sent: %s", letter.pk, letter.kind, fault.whose.value)
    return hopeless


def _mine(letter: Letter) -> queries.Letters:
    # Only while the claim is ours: after the lease another process may have sent it.
    return Letter.objects.filter(pk=letter.pk, claimed_until=letter.claimed_until, sent_at=None)


def _neighbours_get_theirs(letter: Letter) -> bool:
    """Whether the server, since it first refused this letter, took another for the same domain."""
    if letter.failing_since is None:
        return False
    domain = letter.to.rpartition("@")[2]
    return Letter.objects.filter(sent_at__gt=letter.failing_since, to__iendswith=f"@{domain}").exists()
