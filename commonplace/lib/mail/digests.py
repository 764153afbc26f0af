"""Digests, as lists send them: the letters in one are letters of their own.

Two forms are known, `multipart/digest` and the plain text that Mailman writes (RFC 1153). What a digest says beside its
letters is kept where it is more than a table of contents.
"""

import re
from dataclasses import replace

from commonplace.lib.mail.charsets import decoded
from commonplace.lib.mail.mailbox import RawMessage
from commonplace.lib.mail.multipart import content_of, digested
from commonplace.lib.mail.subjects import is_reply
from commonplace.lib.mail.words import header_text, transfer_decoded

DEEPEST = 3  # digests within digests
MOST_LETTERS = 1000

_FIELD = re.compile(rb"^([!-9;-~]+)[ \t]*:[ \t]*+(.*+(?:\n[ \t]++.*+)*+)", re.MULTILINE)
_SUBJECT = re.compile(r"\bdigest\b.{0,40}\bvol(?:ume)?\b.{0,12}\d", re.IGNORECASE)
# How Mailman begins; whoever answers a digest below their own words begins otherwise.
_CONTENTS = re.compile(r"\s{0,20}(?:Send .{1,200} submissions to|Today's Topics:)")
_RULE = re.compile(rb"^-{70}[ \t]*\n\n?(?=Message: 1[ \t]*\n)", re.MULTILINE)
_NEXT = re.compile(rb"^-{30}[ \t]*\n\n?(?=(?:Message: \d|Subject: Digest Footer|End of |\*{5}))", re.MULTILINE)
_NUMBER = re.compile(rb"Message: \d{1,6}[ \t]*\n")
_OF_THE_LETTER = frozenset(
    b"from date subject message-id in-reply-to references reply-to sender auto-submitted list-id".split()
)


def opened(raw: RawMessage, depth: int = 0) -> list[RawMessage]:
    """The letters of a raw message, in order: itself, or where it is a digest those in it, after its own words."""
    data = raw.data
    if depth == DEEPEST:
        return [raw]
    found: list[bytes] = []
    if b"multipart/digest" in data.lower():
        found = _in_parts(data)
    elif b"\nMessage: 1\n" in data or b"=0AMessage: 1" in data or b"base64" in data[:4000]:
        found = _in_plain(data)
    if not found:
        return [raw]
    within = [replace(raw, data=one, is_cut=False) for one in found[:MOST_LETTERS]]
    cover = [replace(raw, is_cover=True)] if _says_something(data) else []
    return cover + [one for inner in within for one in opened(inner, depth + 1)]


def _in_parts(data: bytes) -> list[bytes]:
    head, body = _parted(data)
    return digested(head, body)


def _in_plain(data: bytes) -> list[bytes]:
    """The letters of a plain digest; none where the text is something else, an answer to one for instance."""
    head, body = _parted(data)
    fields = dict(reversed([(name.lower(), value) for name, value in _FIELD.findall(head)]))
    subject = header_text(fields.get(b"subject", b""))
    kind = decoded(fields.get(b"content-type", b"")).strip()
    if not _SUBJECT.search(subject) or is_reply(subject) or (kind and not kind.lower().startswith("text/plain")):
        return []
    body = transfer_decoded(body, decoded(fields.get(b"content-transfer-encoding", b"")))
    body = body.replace(b"\r\n", b"\n")
    rule = _RULE.search(body)
    if rule is None or not _CONTENTS.match(decoded(body[: rule.start()])):
        return []
    letters = []
    for piece in _NEXT.split(body[rule.end() :]):
        if number := _NUMBER.match(piece):
            letter_head, _, words = piece[number.end() :].partition(b"\n\n")
            kept = [
                name + b": " + value for name, value in _FIELD.findall(letter_head) if name.lower() in _OF_THE_LETTER
            ]
            # Mailman has put the words of all into the charset of the whole.
            kept.append(b"Content-Type: " + (re.sub(r"\s+", " ", kind).encode("ascii", "ignore") or b"text/plain"))
            letters.append(b"\n".join(kept) + b"\n\n" + words.rstrip(b"\n") + b"\n")
    return letters


def _says_something(data: bytes) -> bool:
    """Whether a digest has words of its own, beside its letters and the list of them."""
    head, body = _parted(data)
    fields = {name.lower(): value for name, value in reversed(_FIELD.findall(head))}
    if not decoded(fields.get(b"content-type", b"")).lower().lstrip().startswith("multipart/"):
        return False
    text = content_of(head, body, fields, is_cut=False).text
    return bool(text.strip()) and not _CONTENTS.match(text)


def _parted(data: bytes) -> tuple[bytes, bytes]:
    if data.startswith(b"From "):
        data = data.partition(b"\n")[2]
    head, _, body = data.lstrip(b"\n").partition(b"\n\n")
    return head, body
