"""Delivery reports and complaints: what a mail server says of a letter that it could not, or should not, hand over.

A letter comes back to an address of its own (see letters/envelope.py), so a report is believed only about the letter
whose address it knows, which nobody but the servers on its way has seen: no report that somebody makes up silences
another. Reports are read as RFC 3464 and RFC 5965 have them, and what older servers write with `flufl.bounce`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.message import Message
from enum import StrEnum
from typing import Final, NamedTuple

from flufl.bounce import all_failures

from commonplace.letters import faults
from commonplace.letters.envelope import BOUNCE, letter_behind, mail_domain
from commonplace.letters.faults import Whose
from commonplace.letters.models import Letter, Pause
from commonplace.letters.pauses import note_bounce, pause_delivery
from commonplace.lib.text import one_line
from commonplace.mail.hooks import Door

logger = logging.getLogger(__name__)
KEPT: Final = 500
LARGEST: Final = 2_000_000  # bytes; a report that returns a large letter says what it says at its beginning
_STATUS = re.compile(r"\b(?P<status>[245]\.\d{1,3}\.\d{1,3})\b")
_REPLY = re.compile(r"\b(?P<code>[245]\d\d)[ -]")
_ADDRESS = re.compile(rf"{BOUNCE}\+[0-9]{{1,18}}-[a-z2-7]{{16}}@[a-z0-9.-]{{1,255}}", re.IGNORECASE)
_FAILS: Final = frozenset(("failed", "failure"))


class What(StrEnum):
    """What a report says of an address."""

    HARD = "hard"  # nobody lives there
    SOFT = "soft"  # it was not taken this time
    OURS = "ours"  # they take no letter of this house, or not this one: nothing about who lives there
    COMPLAINT = "complaint"  # somebody there called it spam


class Report(NamedTuple):
    """What a report says, in a word and in its own words, and about which addresses as far as it names any."""

    what: What
    words: str
    addresses: frozenset[str] = frozenset()


# --- Reading -----------------------------------------------------------------------------------------------------


def read(message: Message) -> Report | None:
    """What a message reports; None where it is no report, or says that a letter is only late. Never raises."""
    try:
        return _complaint(message) or _status_report(message)
    except Exception:
        # Whatever a server writes into a report, others are read.
        logger.exception("A delivery report could not be read.")
        return None


def _complaint(message: Message) -> Report | None:
    for part in message.walk():
        if part.get_content_type() != "message/feedback-report":
            continue
        told = _fields(part)
        kind = told.get("feedback-type", "").lower()
        return None if kind in ("", "not-spam") else Report(What.COMPLAINT, f"{kind}, {told.get('user-agent', '')}")
    return None


def _status_report(message: Message) -> Report | None:
    blocks = [block for block in _blocks(message) if "action" in block or "status" in block]
    if not blocks:
        return _of_older_servers(message)
    found = [_of_block(block) for block in blocks if block.get("action", "failed").lower() in _FAILS]
    # A letter has one reader: where several are named, it went on from there, and the worst is about the last.
    return min(found, key=lambda one: list(What).index(one.what), default=None)


def _blocks(message: Message) -> Iterator[dict[str, str]]:
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            payload = part.get_payload()
            for block in payload if isinstance(payload, list) else []:
                if isinstance(block, Message):
                    yield {name.lower(): one_line(str(value)) for name, value in block.items()}


def _of_block(block: dict[str, str]) -> Report:
    said = block.get("diagnostic-code", "")
    status = _STATUS.search(block.get("status", "")) or _STATUS.search(said)
    reply = _REPLY.search(said.partition(";")[2])
    detail = said.partition(";")[2][reply.end() - 1 :] if reply else said.partition(";")[2]
    number = status["status"] if status else ""
    code = int(number[0]) * 100 + 50 if number else int(reply["code"]) if reply else 550
    # 5.0.0 says nothing; what the server said may.
    words = detail if number.endswith(".0.0") or not number else f"{number} {_STATUS.sub('', detail)}"
    named = (block.get(name, "").partition(";")[2].strip() for name in ("final-recipient", "original-recipient"))
    told = _kept(f"{block.get('status', '')} {said}")
    return Report(what_is_said(code, words.strip()), told, frozenset(filter(None, named)))


def what_is_said(code: int, words: str) -> What:
    """What a refusal in these words says of an address; `words` begin with an enhanced code, where there is one."""
    whose = faults.of_reply(code, words)
    if whose == Whose.RECIPIENT:
        return What.HARD
    return What.OURS if whose in (Whose.OURS, Whose.SENDER) else What.SOFT


def _of_older_servers(message: Message) -> Report | None:
    """In their own words; they seldom say why, so what they call final counts as for now until it happens again."""
    late, final = all_failures(message)
    names = frozenset(one.decode("ascii", "replace").lower() for one in (*late, *final))
    if not names:
        return None
    words = _kept(_text(message))
    is_gone = bool(final) and faults.of_reply(550, words) == Whose.RECIPIENT
    return Report(What.HARD if is_gone else What.SOFT, words, names)


def _fields(part: Message) -> dict[str, str]:
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload and isinstance(payload[0], Message) else part
    told = {name.lower(): one_line(str(value)) for name, value in inner.items()}
    if not told and isinstance(payload, str):
        pairs = (line.partition(":") for line in payload.splitlines() if ":" in line)
        told = {name.strip().lower(): one_line(value) for name, _colon, value in pairs}
    return told


def _text(message: Message) -> str:
    for part in message.walk():
        if part.get_content_maintype() == "text":
            payload = part.get_payload(decode=True)
            return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return ""


def _kept(words: str) -> str:
    return one_line(words)[:KEPT]


# --- What comes of it ----------------------------------------------------------------------------------------------


def take(raw: bytes, address: str, now: datetime) -> Report | None:
    """Act on what came back to a letter's own address; tells what it said, where that was anything."""
    letter = letter_behind(address)
    report = read(message_from_bytes(raw[:LARGEST], policy=policy.compat32))
    if letter is not None and report is not None:
        _act(letter, report, now)
    return report


def take_anywhere(raw: bytes, now: datetime) -> None:
    """Act on a report that came to another address of the house, as complaints do, where it holds a letter's own."""
    seen = {one.lower() for one in _ADDRESS.findall(raw[:LARGEST].decode("ascii", "ignore"))}
    letters = [letter for one in sorted(seen)[:20] if (letter := letter_behind(one)) is not None]
    if len(letters) == 1:
        take(raw, next(one for one in seen if letter_behind(one) == letters[0]), now)


def _act(letter: Letter, report: Report, now: datetime) -> None:
    if report.what == What.COMPLAINT:
        pause_delivery(address=letter.to, why=Pause.Why.COMPLAINT, words=report.words, now=now)
    elif report.what == What.OURS:
        # Of everyone there at once, maybe: for the operator, who finds it in the log, and nobody is left out.
        logger.warning("Letter %s (%s) came back for a reason of ours: %s", letter.pk, letter.kind, report.words)
    else:
        note_bounce(address=letter.to, is_hard=report.what == What.HARD, words=report.words, now=now, letter=letter)


def is_own(address: str) -> bool:
    """Whether it is an address to which a letter of this house comes back."""
    return bool(_ADDRESS.fullmatch(address)) and address.lower().rpartition("@")[2] == mail_domain()


DOOR = Door("bounces", is_own, take)
