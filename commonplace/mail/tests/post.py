"""Letters as people's mail programs write them, handed to the house and acted on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage
from io import BytesIO

from django.utils import timezone
from PIL import Image

from commonplace.mail.actions.acting import act_on_due
from commonplace.mail.actions.receiving import receive
from commonplace.mail.models import Arrival


def _picture() -> bytes:
    kept = BytesIO()
    Image.effect_noise((24, 24), 60).save(kept, "PNG")
    return kept.getvalue()


PNG = _picture()
Files = Sequence[tuple[str, str, bytes]]


def letter(
    sender: str,
    to: str,
    text: str = "",
    *,
    subject: str = "A thought",
    message_id: str = "<1@mailer.example>",
    html: str = "",
    files: Files = (),
    headers: Mapping[str, str] | None = None,
) -> bytes:
    """A letter in its bytes."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = "Mon, 02 Nov 2026 10:00:00 +0000"
    if message_id:
        message["Message-ID"] = message_id
    for name, value in (headers or {}).items():
        message[name] = value
    if text or not html:
        message.set_content(text)
    if html:
        (message.add_alternative if text else message.set_content)(html, subtype="html")
    for name, kind, data in files:
        message.add_attachment(data, maintype=kind.split("/")[0], subtype=kind.split("/")[1], filename=name)
    return message.as_bytes()


def send(raw: bytes, *to: str, mail_from: str = "someone@example.org", now: datetime | None = None) -> list[Arrival]:
    """Hand a letter to the house and let the worker have its turn; what became of it for each address."""
    kept = receive(raw=raw, recipients=to, mail_from=mail_from, at=now)
    act_on_due(now=now or timezone.now())
    return list(Arrival.objects.filter(pk__in=[one.pk for one in kept]).order_by("pk"))
