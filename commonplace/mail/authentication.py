"""Whether a letter is from whom it says it is from, as the one mail server tells that the operator trusts.

Anybody can write `Authentication-Results` into a letter. So those of every other server are taken out as it comes in,
and of the trusted one only those count that stand above the letter's way here (RFC 8601, 5).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.conf import settings

_FIELD = re.compile(rb"^([!-9;-~]{1,80})[ \t]*:(.*(?:\r?\n[ \t].*)*)(?:\r?\n|\Z)", re.MULTILINE)
_RESULTS = (b"authentication-results", b"arc-authentication-results", b"x-original-authentication-results")
_COMMENT = re.compile(r"\([^()]{0,500}\)")
_RESULT = re.compile(r"^\s*(dmarc|dkim|spf)\s*=\s*(\w{1,20})(.*)$", re.IGNORECASE | re.DOTALL)
_OF = re.compile(r"(header\.from|header\.d|header\.i|smtp\.mailfrom)\s*=\s*\"?([^\s\";]{1,320})", re.IGNORECASE)
# The trusted server's own line of the way here, and one of a filter behind it.
MOST_HOPS: Final = 2


class Verdict(StrEnum):
    """What the trusted server says of the sender."""

    PASSED = "passed"
    FAILED = "failed"
    UNSAID = "unsaid"
    UNASKED = "unasked"  # the operator names no server


@dataclass(frozen=True)
class _Said:
    method: str
    result: str
    domains: tuple[str, ...]


def without_others_results(raw: bytes) -> bytes:
    """The letter without what other servers than the trusted one say about its sender; all else as it came."""
    head, body = _parted(raw)
    kept: list[bytes] = []
    begin = hops = 0
    for field in _FIELD.finditer(head):
        name = field[1].lower()
        hops += name == b"received"
        if name in _RESULTS and not (name == _RESULTS[0] and hops <= MOST_HOPS and _is_trusted(field[2])):
            kept.append(head[begin : field.start()])
            begin = field.end()
    return b"".join(kept) + head[begin:] + body


def verdict_on(raw: bytes, sender: str) -> Verdict:
    """What the trusted server found out about a sender, in a letter from which the others' results were taken."""
    if not settings.MAIL_AUTHSERV_ID:
        return Verdict.UNASKED
    head, _body = _parted(raw)
    said = [
        one
        for field in _FIELD.finditer(head)
        if field[1].lower() == _RESULTS[0] and _is_trusted(field[2])
        for one in _results(field[2])
    ]
    domain = sender.rpartition("@")[2]
    if any(one.method == "dmarc" and one.result == "fail" for one in said):
        return Verdict.FAILED
    for one in said:
        speaks_of_it = any(_vouches_for(domain, other, strictly=one.method == "dmarc") for other in one.domains)
        if one.result == "pass" and speaks_of_it:
            return Verdict.PASSED
    return Verdict.UNSAID


def _vouches_for(domain: str, other: str, *, strictly: bool) -> bool:
    """Whether what was proved for `other` is proof for `domain` (RFC 7489, 3.1: relaxed alignment)."""
    return domain == other or (not strictly and "." in other and domain.endswith(f".{other}"))


def _parted(raw: bytes) -> tuple[bytes, bytes]:
    """The header with its last line end, and the rest."""
    found = re.search(rb"\r?\n\r?\n", raw)
    end = found.start() + (2 if raw[found.start() : found.start() + 1] == b"\r" else 1) if found else len(raw)
    return raw[:end], raw[end:]


def _is_trusted(value: bytes) -> bool:
    told = _COMMENT.sub(" ", value.decode("utf-8", "replace")).strip()
    server = told.partition(";")[0].split()
    return bool(settings.MAIL_AUTHSERV_ID and server and server[0].lower() == settings.MAIL_AUTHSERV_ID.lower())


def _results(value: bytes) -> list[_Said]:
    told = " ".join(_COMMENT.sub(" ", value.decode("utf-8", "replace")).split())
    found = []
    for piece in told.split(";")[1:50]:
        if one := _RESULT.match(piece):
            domains = tuple(of[2].lower().rpartition("@")[2] for of in _OF.finditer(one[3]))
            found.append(_Said(one[1].lower(), one[2].lower(), domains))
    return found
