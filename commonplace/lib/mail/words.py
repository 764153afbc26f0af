"""Bytes into text: charsets that lie, encoded words in headers, transfer encodings; never an exception."""

import binascii
import codecs
import re
from functools import lru_cache

# Codecs that are no charset of a mail, or whose decoding warns or has effects.
_NO_CHARSETS = {"unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "mbcs", "oem"}
# Charsets whose ASCII bytes are other signs.
_NOT_ASCII = ("iso-2022", "utf-7", "hz", "utf-16", "utf-32")
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?[^?\s]{1,40}\?[bBqQ]\?)")
_SURROGATE = re.compile("[\ud800-\udfff]")
_HEX_ESCAPE = re.compile(rb"=(?:[0-9A-Fa-f]{2}|\r?\n|$)")
_WHITE = re.compile(r"\s+")


def decoded(data: bytes, charset: str = "") -> str:
    """The text of some bytes: as declared where that works and is credible, else UTF-8, else Windows-1252, else
    Latin-1.
    """
    if data.isascii() and not (charset and charset.lower().startswith(_NOT_ASCII)):
        text = data.decode("ascii")
        return text.replace("\x00", "") if "\x00" in text else text
    name = _codec(charset)
    # UTF-8 hardly ever decodes by accident, and what calls itself ASCII or Latin often is UTF-8.
    for candidate in (
        ("utf-8", name) if name.startswith(("", "ascii", "iso8859", "cp125", "utf-8")) else (name, "utf-8")
    ):
        if candidate:
            try:
                return _clean(data.decode(candidate))
            except (UnicodeError, ValueError, LookupError):
                continue
    return _clean("".join(_line(line) for line in data.splitlines(keepends=True)))


def header_text(value: bytes) -> str:
    """A header's value on one line, its encoded words decoded."""
    text = decoded(value)
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
    return data


def looks_quoted_printable(data: bytes) -> bool:
    """Whether a body without a declared encoding was archived with its quoted-printable left on.

    Soft line ends and nothing but valid escapes: program text with its 'x = 1' never passes.
    """
    equals = data.count(b"=")
    return equals >= 3 and data.count(b"=\n") >= 2 and len(_HEX_ESCAPE.findall(data)) == equals


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


@lru_cache(maxsize=512)
def _codec(charset: str) -> str:
    """Python's name for a charset as mail writes it, or nothing where it is unknown or no charset."""
    wanted = charset.strip().strip("\"'").lower()
    if not wanted or len(wanted) > 40 or "\x00" in wanted:
        return ""
    try:
        info = codecs.lookup(wanted)
    except (LookupError, UnicodeError, ValueError):
        return ""
    if info.name.replace("-", "_") in _NO_CHARSETS or not info._is_text_encoding:
        return ""
    # Web and mail programs say Latin-1 and mean Windows-1252.
    return "cp1252" if info.name == "iso8859-1" else info.name


def _line(line: bytes) -> str:
    for candidate in ("utf-8", "cp1252"):
        try:
            return line.decode(candidate)
        except UnicodeError:
            continue
    return line.decode("latin-1")


def _clean(text: str) -> str:
    """The text without what no database takes: null bytes and halves of surrogate pairs."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)
