"""Whether letters come in, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings

from commonplace.house.checks.installation import is_local
from commonplace.house.findings import Finding, fine, note, wrong
from commonplace.letters.signed_addresses import domain, takes_mail_in
from commonplace.mail.models import Outcome
from commonplace.mail.queries import standing

ASLEEP_AFTER = timedelta(minutes=10)
ARRIVALS = "Say: bin/commonplace arrivals"
# Worth an operator's look when somebody tries it again and again.
MANY_SPOOFED = 20


def arrivals(now: datetime) -> Iterator[Finding]:
    stand = standing(now)
    if not takes_mail_in() and not (stand.waiting or stand.failed or stand.lately):
        return
    if takes_mail_in() and domain() == "localhost" and not is_local():
        yield wrong("MAIL_IN is on, and mail to localhost reaches nobody: set MAIL_DOMAIN.")
    if takes_mail_in() and not settings.MAIL_AUTHSERV_ID:
        yield note(
            "MAIL_AUTHSERV_ID is not set: a letter to a space is believed to be from the address it names,"
            " as on a mailing list."
        )
    if stand.failed:
        yield wrong(f"{stand.failed} letters came in and could not be acted on. {ARRIVALS}")
    if stand.oldest is not None and now - stand.oldest > ASLEEP_AFTER:
        yield wrong(f"{stand.waiting} letters came in and wait, the first since {stand.oldest:%Y-%m-%d %H:%M} UTC.")
    if (spoofed := stand.lately.get(Outcome.SPOOFED, 0)) >= MANY_SPOOFED:
        yield note(f"{spoofed} letters of the last day were not from whom they said. {ARRIVALS}")
    if not stand.failed and stand.waiting == 0:
        yield fine(f"Letters that came in were acted on, {sum(stand.lately.values())} in the last day.")
