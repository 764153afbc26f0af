"""Whose fault it is that a letter did not go, read from what the mail server answered.

Reply codes are those of RFC 5321, the enhanced ones (5.1.1) those of RFC 3463. Many servers delay every refusal until
they hear the recipient, so a refused recipient may mean us: our sender, our host, or that we may not send through them.
"""

import re
import smtplib
from enum import StrEnum
from typing import Final, NamedTuple

from commonplace.lib.text import one_line


class Whose(StrEnum):
    """Whom a failure concerns, and so how long one goes on trying."""

    SERVER = "server"  # away, busy, or closing: nobody's letter goes
    SENDER = "sender"  # it does not take us: password, MAIL_FROM; nobody's letter goes
    LATER = "later"  # it asks to come back later with this letter
    OURS = "ours"  # our letter, or our way of sending it: relaying denied, a policy, a letter that cannot be built
    REFUSED = "refused"  # refused for good, without saying why
    RECIPIENT = "recipient"  # refused for good, because nobody lives there


class Fault(NamedTuple):
    """Whose it is, and what was said."""

    whose: Whose
    words: str


KEPT: Final = 500
# Mailbox unknown, host unknown, syntax, moved, no mail there (null MX), mailbox closed.
_NOBODY_THERE: Final = frozenset(("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"))
_SENDER_IS_NONE: Final = frozenset(("1.7", "1.8"))
_TOO_LARGE: Final = frozenset((552, 523))
_ENHANCED = re.compile(r"\s*(?P<code>[245]\.(?P<detail>(?P<subject>\d{1,3})\.\d{1,3}))\b")
_ADDRESS = re.compile(r"\S*@\S*")
_ABOUT_SENDER = re.compile(r"\b(?:sender|mail from|client host|helo|ehlo)\b", re.IGNORECASE)
_ABOUT_US = re.compile(
    r"\b(?:relay\w*|authenti\w+|spam\w*|polic(?:y|ies)|block\w*|listed|reputation|denied|dmarc|spf|dkim)\b",
    re.IGNORECASE,
)
_WHO = r"(?:user|recipient|mailbox|address|account|person)"
_UNKNOWN = re.compile(
    rf"\b(?:no such|unknown|invalid|non-?existent|no) (?:\w+ )?{_WHO}\b"
    rf"|\b{_WHO}(?: \w+)?(?: is)? (?:unknown|not found|not known|(?:does not|doesn't|do not) exist)\b",
    re.IGNORECASE,
)


def read(problem: Exception) -> Fault:
    """Read whose fault a failure is; whatever does not say so for certain is never the recipient's."""
    code: int
    text: object
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        # A letter has one recipient.
        code, text = next(iter(problem.recipients.values()), (-1, b""))
    elif isinstance(problem, smtplib.SMTPResponseException):
        code, text = problem.smtp_code, problem.smtp_error
    else:
        whose = Whose.SERVER if isinstance(problem, OSError) else Whose.OURS
        return Fault(whose, _kept(f"{type(problem).__name__}: {problem}"))
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return Fault(_whose(problem, code, said), _kept(f"{code} {said}"))


def _whose(problem: Exception, code: int, said: str) -> Whose:
    if isinstance(problem, smtplib.SMTPAuthenticationError):
        return Whose.SENDER
    if isinstance(problem, smtplib.SMTPSenderRefused):
        return Whose.OURS if code in _TOO_LARGE else Whose.SERVER if code == 421 else Whose.SENDER
    if isinstance(problem, smtplib.SMTPConnectError | smtplib.SMTPHeloError) or code == 421 or not 400 <= code < 600:
        return Whose.SERVER
    if not isinstance(problem, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
        return Whose.SERVER
    return of_reply(code, said)


def of_reply(code: int, said: str) -> Whose:
    """Whose fault a refusal is, of a recipient or of a letter after its words; of one that is reported later, too."""
    enhanced = _ENHANCED.match(said)
    if enhanced and enhanced["code"] in _NOBODY_THERE and code >= 500:
        return Whose.RECIPIENT
    # Without addresses: somebody's may be relay@ or sender@.
    words = _ADDRESS.sub(" ", said)
    if (enhanced and enhanced["detail"] in _SENDER_IS_NONE) or _ABOUT_SENDER.search(words):
        return Whose.SENDER
    if enhanced and enhanced["subject"] == "3":
        return Whose.SERVER
    if code < 500:
        return Whose.LATER
    if (enhanced and enhanced["subject"] in ("6", "7")) or _ABOUT_US.search(words):
        return Whose.OURS
    return Whose.RECIPIENT if enhanced is None and _UNKNOWN.search(words) else Whose.REFUSED


def _kept(words: str) -> str:
    # A server may answer with anything: null bytes, or what would move the cursor of whoever reads it.
    return one_line(words)[:KEPT]
