"""What a mail provider tells the house by calling it: letters that came in, and letters that came back.

`anymail` reads what each provider writes and checks that it is from there; it sends nothing, and its signals are not
used: what it reads is handed to where every letter that comes in, and every report, goes.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import datetime
from email import policy
from email.generator import BytesGenerator
from io import BytesIO
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from anymail.signals import EventType, RejectReason
from anymail.webhooks import mailgun, mailjet, postmark, sparkpost
from anymail.webhooks.base import AnymailBasicAuthMixin
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest

from commonplace.letters.models import Letter, Pause
from commonplace.letters.pauses import note_bounce, pause_delivery
from commonplace.lib.addresses import one_address
from commonplace.mail.actions.receiving import receive
from commonplace.mail.bounces import What, what_is_said
from commonplace.mail.queries import is_address_here

LETTERS, REPORTS = "letters", "reports"
_VIEWS: Final[dict[str, dict[str, Any]]] = {
    "mailgun": {LETTERS: mailgun.MailgunInboundWebhookView, REPORTS: mailgun.MailgunTrackingWebhookView},
    "mailjet": {LETTERS: mailjet.MailjetInboundWebhookView, REPORTS: mailjet.MailjetTrackingWebhookView},
    "postmark": {LETTERS: postmark.PostmarkInboundWebhookView, REPORTS: postmark.PostmarkTrackingWebhookView},
    "sparkpost": {LETTERS: sparkpost.SparkPostInboundWebhookView, REPORTS: sparkpost.SparkPostTrackingWebhookView},
}
# Where a provider passes the letter on as it came, for what is read and written anew is another letter.
_AS_IT_CAME: Final = {"postmark": "RawEmail", "mailgun": "body-mime"}
_BYTES: Final = policy.compat32.clone(linesep="\r\n")
_CODE: Final = re.compile(r"\b([45])(?:\d\d\b|\.\d{1,3}\.\d{1,3}\b)")

logger = logging.getLogger(__name__)


class NoProvider(LookupError):
    """The operator names no provider that calls the house."""


class Provider(NamedTuple):
    """Who calls, with which name and passphrase, and by which key it signs, where it does."""

    code: str
    secret: str
    key: str


def provider() -> Provider:
    """The provider of MAIL_PROVIDER_URL. Raises NoProvider."""
    if not settings.MAIL_PROVIDER_URL:
        raise NoProvider
    parts = urlsplit(settings.MAIL_PROVIDER_URL)
    key = parse_qs(parts.query).get("key", [""])[0]
    return Provider(parts.scheme, f"{unquote(parts.username or '')}:{unquote(parts.password or '')}", key)


def require_passphrase(request: HttpRequest) -> None:
    """Raise SuspiciousOperation where the caller does not know the passphrase; nothing of what they say is read."""
    AnymailBasicAuthMixin.validate_request(_view(provider(), LETTERS), request)


def _view(caller: Provider, kind: str) -> Any:
    more = {"webhook_signing_key": caller.key} if caller.code == "mailgun" else {}
    return _VIEWS[caller.code][kind](webhook_secret=[caller.secret], **more)


def take(request: HttpRequest, kind: str, *, now: datetime) -> int:
    """Act on what the provider calls about; how many letters or reports there were.

    Raises NoProvider, and SuspiciousOperation where it is not the provider that calls, or it says nothing readable.
    """
    caller = provider()
    view = _view(caller, kind)
    view.run_validators(request)
    try:
        events = view.parse_events(request)
    except SuspiciousOperation:
        raise
    except Exception as problem:
        logger.exception("What the mail provider said could not be read.")
        raise SuspiciousOperation("What the mail provider said could not be read.") from problem
    act = _letter if kind == LETTERS else _report
    return sum(act(event, caller, now) for event in events)


# --- Letters -------------------------------------------------------------------------------------------------------


def _letter(event: Any, caller: Provider, now: datetime) -> bool:
    message = event.message
    if message is None:
        return False
    receive(
        raw=_raw(event, caller),
        recipients=list(dict.fromkeys(_recipients(message))),
        mail_from=_sender(message),
        at=now,
    )
    return True


def _raw(event: Any, caller: Provider) -> bytes:
    said = event.esp_event
    given = getattr(said, "POST", said)
    if hasattr(given, "get") and (whole := given.get(_AS_IT_CAME.get(caller.code, ""))):
        return str(whole).encode("utf-8", "surrogateescape")
    kept = BytesIO()
    BytesGenerator(kept, mangle_from_=False, policy=_BYTES).flatten(event.message)
    return kept.getvalue()


def _recipients(message: Any) -> Iterator[str]:
    """For whom the provider took it; where it does not say, the addresses of this house that it is written to."""
    said = [one.strip() for one in str(message.envelope_recipient or "").split(",") if "@" in one]
    if said:
        yield from said
        return
    written = [one.addr_spec for one in (*message.to, *message.cc)]
    here = [one for one in written if is_address_here(one)]
    yield from here or written[:1] or ["nobody"]


def _sender(message: Any) -> str:
    """Whom it is from as the provider says it, "" for nobody; its writer where the provider does not say."""
    if message.envelope_sender is not None:
        return str(message.envelope_sender).strip("<> ")
    writer = message.from_email
    return str(writer.addr_spec) if hasattr(writer, "addr_spec") else ""


# --- Reports -------------------------------------------------------------------------------------------------------


def _report(event: Any, caller: Provider, now: datetime) -> bool:
    """Believe what is said of an address that the house wrote to; of others nothing is known here."""
    what = _what(event)
    address = one_address(str(event.recipient or ""))
    letter = Letter.objects.filter(to__iexact=address, sent_at__isnull=False).order_by("-sent_at").first()
    if what is None or letter is None:
        return False
    words = str(event.mta_response or event.description or event.reject_reason or event.event_type)
    if what is What.COMPLAINT:
        pause_delivery(address=address, why=Pause.Why.COMPLAINT, words=words, now=now)
    elif what is What.OURS:
        logger.warning("Letter %s (%s) came back for a reason of ours: %s", letter.pk, letter.kind, words[:300])
    else:
        note_bounce(address=address, is_hard=what is What.HARD, words=words, now=now, letter=letter)
    return True


def _what(event: Any) -> What | None:
    if event.event_type == EventType.COMPLAINED:
        return What.COMPLAINT
    if event.event_type not in (EventType.BOUNCED, EventType.REJECTED):
        return None
    said = str(event.mta_response or "")
    if found := _CODE.search(said):
        return what_is_said(int(found[1]) * 100 + 50, said[found.start() :])
    if event.reject_reason == RejectReason.INVALID:
        return What.HARD
    if event.reject_reason in (RejectReason.BLOCKED, RejectReason.OTHER, RejectReason.UNSUBSCRIBED):
        return What.OURS
    # Some call what was put off a bounce, too: without the server's own words it counts when it happens again.
    return What.SOFT


__all__ = ["LETTERS", "REPORTS", "NoProvider", "Provider", "provider", "require_passphrase", "take"]
