"""Headers and bodies off the wire: encoded words, transfer encodings; never an exception."""

import binascii
import re

from commonplace.lib.mail.charsets import decoded
from commonplace.lib.mail.uuencoded import uudecoded

_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?[^?\s]{1,40}\?[bBqQ]\?)")
_HEX_ESCAPE = re.compile(rb"=(?:[0-9A-Fa-f]{2}|\r?\n|$)")
_BASE64_LINES = re.compile(rb"\s*(?:[A-Za-z0-9+/]{40,100}\n)+(?:[A-Za-z0-9+/]{2,100}={0,2})?(?=\n|\Z)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_WHITE = re.compile(r"\s+")


def header_text(value: bytes, charset: str = "") -> str:
    """A header's value on one line, its encoded words decoded; `charset` is what raw bytes in it may be in."""
    # A letter in UTF-7 has its header in ASCII all the same.
    text = decoded(value, "" if value.isascii() else charset)
    if "=?" in text:
        text = _encoded_words(text)
    return _WHITE.sub(" ", text).strip()


def transfer_decoded(data: bytes, encoding: str) -> bytes:
    """The bytes behind quoted-printable or base64; broken encoding gives what can be had, at worst the bytes as they
    are.
    """
    encoding = encoding.strip().lower()
    if encoding == "quoted-printable":
        return binascii.a2b_qp(data)
    if encoding == "base64":
        for attempt in (data, re.sub(rb"[^A-Za-z0-9+/]", b"", data)):
            try:
                return binascii.a2b_base64(attempt + b"=" * (-len(attempt) % 4) if attempt is not data else attempt)
            except binascii.Error:
                continue
    return uudecoded(data) if encoding in ("x-uuencode", "uuencode", "x-uue", "uue") else data


def looks_quoted_printable(data: bytes) -> bool:
    """Whether a body without a declared encoding was archived with its quoted-printable left on.

    Soft line ends and nothing but valid escapes: program text with its 'x = 1' never passes.
    """
    equals = data.count(b"=")
    return equals >= 3 and data.count(b"=\n") >= 2 and len(_HEX_ESCAPE.findall(data)) == equals


def base64_left_on(data: bytes) -> bytes | None:
    """The words of a body without a declared encoding that was archived with its base64 left on, with what stands
    below; None where it is no such body.
    """
    found = _BASE64_LINES.match(data) if data.find(b" ", 0, 40) < 0 else None
    if not found:
        return None
    try:
        words = binascii.a2b_base64(found[0], strict_mode=False)
        text = words.decode()
    except (binascii.Error, UnicodeError):
        return None
    # Nobody's sentence, and no key or digest, is base64 of whole UTF-8 without a control character.
    return None if _CONTROL.search(text) else words + data[found.end() :]


def _encoded_words(text: str) -> str:
    text = _BETWEEN_WORDS.sub(r"\1", text)
    pieces: list[str] = []
    held: list[bytes] = []
    held_charset = ""
    end = 0

    def flush() -> None:
        if held:
            pieces.append(decoded(b"".join(held), held_charset))
            held.clear()

    for word in _ENCODED_WORD.finditer(text):
        charset = word[1].split("*")[0].lower()
        if word.start() != end or charset != held_charset:
            flush()
            pieces.append(text[end : word.start()])
        held_charset = charset
        # A character may be split between two words, so bytes are joined before they are decoded.
        payload = word[3].encode("utf-8", "replace")
        if word[2] in "qQ":
            held.append(binascii.a2b_qp(payload, header=True))
        else:
            held.append(transfer_decoded(payload, "base64"))
        end = word.end()
    flush()
    pieces.append(text[end:])
    return "".join(pieces)
