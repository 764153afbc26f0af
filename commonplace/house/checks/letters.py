"""Whether letters go out, and why not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import getaddresses

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import mailers
from django.core.validators import validate_email

from commonplace.house.checks.installation import is_local
from commonplace.house.findings import Finding, fine, note, wrong
from commonplace.letters import outages
from commonplace.letters.models import Pause
from commonplace.letters.queries import Failing, waiting

ASLEEP_AFTER = timedelta(minutes=10)
LETTERS = "Say: bin/commonplace letters"


def letters(now: datetime) -> Iterator[Finding]:
    is_printing = "terminal" in settings.MAILERS["default"]["BACKEND"]
    if is_printing:
        words = "No MAIL_URL: letters and sign-in codes are printed by the worker, and reach nobody by mail."
        yield note(words) if is_local() else wrong(words)
    elif "localhost" in settings.DEFAULT_FROM_EMAIL:
        yield wrong("MAIL_FROM is not set: letters come from localhost, and mail servers refuse them.")
    elif not _is_sender(settings.DEFAULT_FROM_EMAIL):
        yield wrong(
            f"MAIL_FROM is {settings.DEFAULT_FROM_EMAIL!r}; it should be like Our Commons <house@commons.example>."
        )
    else:
        yield from _mail_server()
    yield from _outbox(now)


def _is_sender(words: str) -> bool:
    senders = getaddresses([words])
    try:
        validate_email(senders[0][1])
    except ValidationError:
        return False
    return len(senders) == 1


def _outbox(now: datetime) -> Iterator[Finding]:
    outbox, outage = waiting(now), outages.current()
    if outage is not None:
        yield wrong(
            f"The mail server has taken no letter since {outage.since:%Y-%m-%d %H:%M} UTC, {outbox.due} wait:"
            f" {outage.last_error}"
        )
    elif outbox.failing.count:
        yield wrong(f"{_count(outbox.failing)} could not be sent so far{_why(outbox.failing)}. {LETTERS}")
    if outbox.given_up.count:
        yield wrong(f"{_count(outbox.given_up)} were given up{_why(outbox.given_up)}. {LETTERS}")
    if outbox.unreachable:
        yield note(f"{outbox.unreachable} letters went to addresses where nobody is. {LETTERS}")
    if paused := Pause.objects.count():
        yield note(f"No letter goes to {paused} addresses, from which some came back. {LETTERS}")
    if outbox.oldest_due_at and now - outbox.oldest_due_at > ASLEEP_AFTER:
        yield wrong(f"{outbox.due} letters wait, the oldest since {outbox.oldest_due_at:%Y-%m-%d %H:%M} UTC.")


def _count(letters: Failing) -> str:
    return f"{letters.count} letters ({', '.join(f'{count} {kind}' for kind, count in sorted(letters.kinds.items()))})"


def _why(letters: Failing) -> str:
    return f", the first since {letters.since:%Y-%m-%d %H:%M} UTC; the last time: {letters.last_error.rstrip('.')}"


def _mail_server() -> Iterator[Finding]:
    server = mailers["default"]
    try:
        server.open()
        server.close()
    except OSError as problem:
        yield wrong(f"The mail server of MAIL_URL does not answer: {problem}")
    else:
        yield fine("The mail server answers.")
