"""A letter as mail: its headers, and the address to which a mail server gives it back."""

from __future__ import annotations

import base64
import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import Policy
from email.utils import format_datetime, parseaddr
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.crypto import constant_time_compare, salted_hmac

from commonplace.letters.models import Letter
from commonplace.letters.sheets import Sheet, sheet_of

WIDEST: Final = 78
BOUNCE: Final = "bounce"
_TOKEN = re.compile(rf"{BOUNCE}\+([0-9]{{1,18}})-([a-z2-7]{{16}})")


class Whole(str):
    """A header whose words stay whole: Python would write a link of 80 signs as an encoded word, which no mail program
    takes for one.
    """

    name: str

    def __new__(cls, name: str, value: str) -> Whole:
        made = super().__new__(cls, value)
        made.name = name
        return made

    def fold(self, *, policy: Policy) -> str:
        """The header in lines, broken where a blank stands."""
        lines, line = [], f"{self.name}:"
        for word in self.split():
            if len(line) + 1 + len(word) > WIDEST and not line.endswith(":"):
                lines.append(line)
                line = ""
            line += f" {word}"
        return policy.linesep.join([*lines, line, ""])

    def __reduce__(self) -> tuple[type[Whole], tuple[str, str]]:
        return Whole, (self.name, str(self))


def as_mail(letter: Letter) -> EmailMultiAlternatives:
    """The letter as it goes to the mail server; see `test_headers` for what Python does to headers on the way."""
    headers = {**letter.headers, "Message-ID": letter.message_id}
    whole = {name: Whole(name, value) for name, value in headers.items()}
    message = _Mail(
        subject=unencoded(letter.subject),
        body=letter.text,
        from_email=bounce_address(letter) or None,
        to=[letter.to],
        headers={**whole, "Date": format_datetime(letter.dated_at), "From": _from(letter)},
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    message.sheet = sheet_of(letter)
    return message


class _Mail(EmailMultiAlternatives):
    """Django's, with a calendar beside the words where the letter has one: the last way to say it is the one that a
    program which knows it takes, and its method must stand in its type (RFC 6047).
    """

    sheet: Sheet | None = None

    def _add_bodies(self, msg: EmailMessage) -> EmailMessage:
        msg = super()._add_bodies(msg)  # type: ignore[misc]  # Django's own, which its types do not know
        if self.sheet is not None:
            msg.add_alternative(
                self.sheet.data.decode(), subtype="calendar", charset="utf-8", params={"method": self.sheet.method}
            )
        return msg


def unencoded(words: str) -> str:
    """Words that no mail program reads as an encoded word, which may hold a line break and what follows it."""
    return words.replace("=?", "=\u200a?")


def _from(letter: Letter) -> str:
    if not letter.sender_name:
        return letter.sender_address or str(settings.DEFAULT_FROM_EMAIL)
    address = letter.sender_address or parseaddr(str(settings.DEFAULT_FROM_EMAIL))[1]
    return str(Address(display_name=unencoded(letter.sender_name), addr_spec=address))


def house_domain() -> str:
    """The name of this house's machine as it stands in a Message-ID."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    # An address of version 6 is none that a Message-ID may hold without brackets.
    return "localhost" if ":" in host else host.encode("idna").decode("ascii")


def mail_domain() -> str:
    """What stands behind the @ of an address to which letters come back."""
    return settings.MAIL_DOMAIN or house_domain()


def bounce_address(letter: Letter) -> str:
    """Where this letter, and no other, comes back to; "" where the house takes no mail in, or it is not kept yet."""
    if not settings.MAIL_IN or letter.pk is None:
        return ""
    return f"{BOUNCE}+{letter.pk}-{_signature(letter.pk, settings.SECRET_KEY)}@{mail_domain()}"


def letter_behind(address: str) -> Letter | None:
    """The letter that comes back to an address; None for every address that was not made here."""
    found = _TOKEN.fullmatch(address.strip().lower().partition("@")[0])
    if found is None:
        return None
    pk = int(found[1])
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if not any(constant_time_compare(_signature(pk, key), found[2]) for key in keys):
        return None
    return Letter.objects.filter(pk=pk).first()


def _signature(pk: int, key: str | bytes) -> str:
    # In small letters: some servers fold the name of an address to one case.
    digest = salted_hmac("commonplace.letters.bounce", str(pk), secret=key, algorithm="sha256").digest()
    return base64.b32encode(digest[:10]).decode("ascii").lower()
