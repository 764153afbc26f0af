"""Acting on what came in: once for each letter, wherever a process dies meanwhile.

A letter is claimed with a lease, read, and settled in the transaction that does what it asks for. A process that dies
before leaves the claim behind; when the lease ends the letter's turn comes again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic
from typing import Final

from django.db import transaction
from django.db.models import F

from commonplace.communities.models import Community
from commonplace.conversations.models import Post
from commonplace.letters.actions import LetterRefused
from commonplace.mail.actions.explaining import explain, tell_of_files
from commonplace.mail.actions.posting import Posting, Refused, posting_of
from commonplace.mail.actions.rehearsing import came_back
from commonplace.mail.addresses import ReplyMail, SpaceMail, UnsubscribeMail, behind
from commonplace.mail.authentication import Verdict, verdict_on
from commonplace.mail.hooks import DOORS, REPORTED
from commonplace.mail.lists import rehearsed
from commonplace.mail.models import Arrival, ArrivalQuerySet, MailingList, Outcome
from commonplace.mail.queries import is_own_address, message_mark, person_of
from commonplace.mail.reading import Incoming, read_arrival
from commonplace.people.farewells import FAREWELLS
from commonplace.people.queries import person_by_now

LEASE: Final = timedelta(minutes=5)
RETRY_AFTER: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
MOST_TRIES: Final = len(RETRY_AFTER) + 1
# Whoever writes faster than an hour allows is heard later, but not for ever.
WAITS_FOR: Final = timedelta(days=1)
# Opening a list wakes what waits for it; this is only how often it is looked at besides.
UNTIL_OPEN: Final = timedelta(hours=1)

logger = logging.getLogger(__name__)


class TakenOver(Exception):
    """Another process has the letter by now."""


def act_on_due(*, now: datetime, limit: int = 500) -> int:
    """Act on letters whose turn it is, the first that came first; how many were settled. Safe in many processes."""
    started = monotonic()
    settled = 0
    for pk in list(Arrival.objects.due(now).order_by("received_at", "pk").values_list("pk", flat=True)[:limit]):
        # A round takes its time: a claim that is made late must not begin in the past.
        moment = now + timedelta(seconds=monotonic() - started)
        if (arrival := _claim(pk, moment)) is not None:
            settled += _act(arrival, moment)
    return settled


def _claim(pk: int, now: datetime) -> Arrival | None:
    with transaction.atomic():
        claimed = Arrival.objects.due(now).filter(pk=pk)
        if not claimed.update(claimed_until=now + LEASE, attempts=F("attempts") + 1):
            return None
        return Arrival.objects.get(pk=pk)


def _act(arrival: Arrival, now: datetime) -> bool:
    """Settle a letter; whether that was done."""
    if arrival.attempts > MOST_TRIES:
        # So often a process died at it: whoever goes on would die as well.
        return _mine(arrival).update(settled_at=now, outcome=Outcome.FAILED, claimed_until=None) == 1
    try:
        _settle(arrival, now)
    except TakenOver:
        return False
    except _Later as later:
        _mine(arrival).update(due_at=later.when, claimed_until=None, attempts=0)
        return False
    except Exception as problem:
        logger.exception("A letter that came in could not be acted on: %s", arrival.pk)
        _put_back(arrival, f"{type(problem).__name__}: {problem}"[:500], now)
        return False
    return True


def _put_back(arrival: Arrival, trouble: str, now: datetime) -> None:
    hopeless = arrival.attempts >= MOST_TRIES
    pause = RETRY_AFTER[min(arrival.attempts, len(RETRY_AFTER)) - 1]
    changes = {"settled_at": now, "outcome": Outcome.FAILED} if hopeless else {"due_at": now + pause}
    _mine(arrival).update(**changes, claimed_until=None, last_error=trouble)


def _mine(arrival: Arrival) -> ArrivalQuerySet:
    # Only while the claim is ours: after the lease another process may have settled it.
    return Arrival.objects.filter(pk=arrival.pk, claimed_until=arrival.claimed_until, settled_at=None)


class _Later(Exception):
    """There is no room for it before a moment."""

    def __init__(self, when: datetime) -> None:
        super().__init__(when)
        self.when = when


# --- What it is ----------------------------------------------------------------------------------------------------


def _settle(arrival: Arrival, now: datetime) -> None:
    # By the address as it was when the letter came: it may have waited.
    meant = behind(arrival.recipient, now=arrival.received_at)
    raw = bytes(arrival.raw)
    if door := next((one for one in DOORS if one.takes(arrival.recipient)), None):
        _end(arrival, Outcome.ELSEWHERE, now, also=lambda: door.open(raw, arrival.recipient, now))
        return
    letter = read_arrival(raw, mail_from=arrival.mail_from, may_only_quote=isinstance(meant, SpaceMail))
    if letter is None:
        _end(arrival, Outcome.UNREADABLE, now)
        return
    arrival.sender = letter.sender
    arrival.message, arrival.message_id = message_mark(letter.message_id), letter.own_id
    if isinstance(meant, SpaceMail) and (moving := rehearsed(letter.message_id)) is not None:
        _rehearsed(arrival, moving, meant, now)
    elif letter.is_report:
        _end(arrival, Outcome.REPORT, now, also=lambda: REPORTED(raw, now))
    elif isinstance(meant, UnsubscribeMail):
        _unsubscribe(arrival, meant, now)
    elif meant is None:
        _end(arrival, Outcome.GONE, now)
    elif silence := _passed_over(letter, raw):
        _end(arrival, silence, now)
    elif arrival.outcome == Outcome.TOO_LARGE:
        refused = Refused(Outcome.TOO_LARGE, by=person_of(letter.sender))
        _end(arrival, refused.outcome, now, also=lambda: _explain(arrival, letter, refused, now))
    elif isinstance(meant, SpaceMail) and meant.waits:
        # Nothing that is written to a list on its way here is lost, or stands here before its stewards say so.
        raise _Later(now + UNTIL_OPEN)
    else:
        _post(arrival, letter, meant, verdict_on(raw, letter.sender), now)


def _rehearsed(arrival: Arrival, moving: MailingList, meant: SpaceMail, now: datetime) -> None:
    """To the list's own address, or passed on to its space: both show that mail to it comes here."""
    is_here = arrival.recipient == moving.address or meant.space_id == moving.space_id
    arrival.community = moving.space.community
    if is_here:
        _end(arrival, Outcome.REHEARSED, now, also=lambda: came_back(moving, at=now))
    else:
        _end(arrival, Outcome.LOOP, now)


def _passed_over(letter: Incoming, raw: bytes) -> Outcome | None:
    """Why a letter is passed over without a word to anybody; None where a human may have written it."""
    if letter.is_lost or is_own_address(letter.sender):
        return Outcome.LOOP
    if letter.is_of_machine or letter.is_of_list:
        return Outcome.MACHINE
    if not letter.sender:
        return Outcome.UNREADABLE
    return Outcome.SPOOFED if verdict_on(raw, letter.sender) is Verdict.FAILED else None


def _unsubscribe(arrival: Arrival, meant: UnsubscribeMail, now: datetime) -> None:
    """Whoever has the address may end these letters, for a mail program writes in nobody's name."""
    person = person_by_now(meant.person_id)
    farewell = FAREWELLS[meant.code]
    if person is not None and farewell.is_of_community:
        arrival.community = Community.objects.filter(pk=meant.about_id).first()
    if person is None or (farewell.is_of_community and arrival.community is None):
        _end(arrival, Outcome.GONE, now)
        return
    arrival.person = person
    _end(arrival, Outcome.LEFT, now, also=lambda: farewell.end(person, meant.about_id, now))


# --- What comes of it ----------------------------------------------------------------------------------------------


def _post(arrival: Arrival, letter: Incoming, meant: ReplyMail | SpaceMail, verdict: Verdict, now: datetime) -> None:
    posting: Posting | None = None
    try:
        posting = posting_of(letter, meant, verdict, same_letter=arrival, now=now)
        arrival.person, arrival.community = posting.by, posting.space.community
        # Outside of the transaction: painting a picture anew takes its time, and nobody else should wait meanwhile.
        files = posting.bring_files(at=now)
        _end(arrival, posting.outcome, now, post=lambda: posting.make(files.taken, at=now))
        if files.refused:
            _tell_of_files(arrival, letter, posting, files.refused, now)
    except Refused as refused:
        if refused.when is not None and refused.when < arrival.received_at + WAITS_FOR:
            raise _Later(refused.when) from None
        why = refused
        arrival.person, arrival.community = why.by, why.community
        _end(arrival, why.outcome, now, also=lambda: _explain(arrival, letter, why, now))


def _end(
    arrival: Arrival,
    outcome: Outcome,
    now: datetime,
    *,
    post: Callable[[], Post] | None = None,
    also: Callable[[], object] | None = None,
) -> None:
    """Settle the letter together with what comes of it. Raises TakenOver."""
    with transaction.atomic():
        made = post() if post is not None else None
        if also is not None:
            also()
        # For a sealed space nothing is kept of it.
        kept = {"raw": b""} if outcome is Outcome.SEALED else {}
        done = _mine(arrival).update(
            **kept,
            settled_at=now,
            claimed_until=None,
            outcome=outcome,
            last_error="",
            sender=arrival.sender,
            message=arrival.message,
            message_id=arrival.message_id,
            community=arrival.community,
            person=arrival.person,
            post=made,
        )
        if not done:
            raise TakenOver(arrival.pk)


def _explain(arrival: Arrival, letter: Incoming, refused: Refused, now: datetime) -> None:
    try:
        with transaction.atomic():
            explain(arrival, letter, refused, now=now)
    except LetterRefused:
        logger.info("Nobody can be written to about the letter %s.", arrival.pk)


def _tell_of_files(
    arrival: Arrival, letter: Incoming, posting: Posting, refused: list[tuple[str, str]], now: datetime
) -> None:
    # After the post: that stands, whatever becomes of this letter.
    tell_of_files(arrival, letter, posting, refused, now=now)
