"""Bytes into text by the charset they name, or the one they must mean; never an exception."""

import codecs
import re
from functools import lru_cache

import webencodings
from webencodings.labels import LABELS

# Codecs that are no charset of a mail, or whose decoding warns or has effects.
_NO_CHARSETS = {"unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "mbcs", "oem"}
# The table of the web leaves out what mail goes on using.
_NOT_OF_THE_WEB = {"replacement", "x-user-defined"}
_ALSO_CALLED = {
    "unicode-1-1-utf-7": "utf-7",
    "csunicode11utf7": "utf-7",
    "hz-gb-2312": "hz",
    "csiso2022kr": "iso2022_kr",
    # With its mark of byte order, which the web's name for them does not look for.
    "utf-16": "utf-16",
    "unicode": "utf-16",
    "csunicode": "utf-16",
    "ucs-2": "utf-16",
    # As the systems of their time called them, and the web does not.
    "x-mac-ce": "mac_latin2",
    "x-mac-centraleurroman": "mac_latin2",
    "x-mac-greek": "mac_greek",
    "x-mac-turkish": "mac_turkish",
    "latin-9": "iso8859-15",
    "latin9": "iso8859-15",
    "baltic": "iso8859-4",
    "iso-10646-ucs-2": "utf-16",
}
# What calls itself by the first name is written by programs that mean the second, which has all signs of the first.
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}
# In these, bytes of ASCII are other signs than those of ASCII.
_NOT_ASCII = frozenset(
    "utf-7 hz utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be iso2022_kr iso2022_jp iso2022_jp_1 iso2022_jp_2"
    " iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext".split()
)
_WIDE = _NOT_ASCII | {"gb18030", "cp949", "cp932", "big5hkscs", "cp950", "euc_jp", "johab"}
# What else the bytes may be where they are not what they are said to be.
_MISTAKEN_FOR = {
    "iso2022_jp": ("cp932", "euc_jp"),
    "cp932": ("euc_jp",),
    "euc_jp": ("cp932",),
    "big5hkscs": ("cp950",),
}
_AS_LATIN_1 = "commonplace.latin-1"  # what the web does with the five bytes that Windows-1252 has no sign for
_CODE_PAGE = re.compile(r"^(?:x-)?(?:cp|win|windows|ibm|dos|ms)[-_ ]?(\d{3,5})$")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UTF_7 = re.compile(rb"\+[A-Za-z0-9+/]*-?")  # a stretch of it; what is none is a plus sign that nobody escaped
_SHIFTED = re.compile(rb"\x1b(?:\$[@B]|\([BJI])")


def decoded(data: bytes, charset: str = "") -> str:
    """The text of some bytes: as declared where that works and is credible, else UTF-8, else Windows-1252.

    What stands for nothing becomes U+FFFD, and harms nothing else.
    """
    is_ascii = data.isascii()
    if is_ascii and not charset and b"\x1b" not in data:
        text = data.decode("ascii")
        return text.replace("\x00", "") if "\x00" in text else text
    name = codec_of(charset) if charset else ""
    if is_ascii and name not in _NOT_ASCII:
        if b"\x1b$" not in data:
            return _clean(data.decode("ascii"))
        # Archives of the lists of Japan and Korea hold letters whose headers never said so.
        name = "iso2022_kr" if b"\x1b$)C" in data else "iso2022_jp"
    if name in _WIDE:
        return _clean(_wide(data, name))
    # UTF-8 hardly ever decodes by accident, and what calls itself ASCII or Latin often is UTF-8.
    for candidate in ("utf-8", name):
        if candidate and (found := _strict(data, candidate)) is not None:
            return _clean(found)
    if name and name not in ("utf-8", "cp1252"):
        return _clean(data.decode(name, "replace"))
    return _clean(_guessed(data))


def _as_latin_1(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error(_AS_LATIN_1, _as_latin_1)


@lru_cache(maxsize=512)
def codec_of(charset: str) -> str:
    """Python's name for a charset as mail writes it, or nothing where it is unknown or no charset."""
    wanted = charset.strip().strip("\"'").strip().lower()
    if not wanted or len(wanted) > 40 or "\x00" in wanted or not wanted.isascii():
        return ""
    if wanted in _ALSO_CALLED:
        return _ALSO_CALLED[wanted]
    page = _CODE_PAGE.match(wanted)
    known = _LABELS_SQUEEZED.get(_squeezed(wanted), wanted)
    for spelling in (
        wanted,
        f"windows-{page[1]}" if page else known,
        f"cp{page[1]}" if page else wanted.removeprefix("x-"),
    ):
        encoding = webencodings.lookup(spelling)
        if encoding and encoding.name not in _NOT_OF_THE_WEB:
            codec = str(encoding.codec_info.name)
            return _WIDER.get(codec, codec)
        try:
            info = codecs.lookup(spelling)
        except (LookupError, UnicodeError, ValueError):
            continue
        if info.name.replace("-", "_") not in _NO_CHARSETS and info._is_text_encoding:
            return _WIDER.get(info.name, info.name)
    return ""


def _squeezed(label: str) -> str:
    return re.sub(r"[^a-z0-9]", "", label)


_LABELS_SQUEEZED = {_squeezed(label): label for label in LABELS}


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeError, ValueError, LookupError):
        return None


def _wide(data: bytes, name: str) -> str:
    """Bytes of a charset that takes several for a sign: there UTF-8 does decode by accident, but into other signs."""
    as_utf8 = None if data.isascii() else _strict(data, "utf-8")
    if as_utf8 is not None and all(sign.isascii() or sign >= "\u0800" for sign in as_utf8):
        return as_utf8
    if (text := _strict(data, name)) is not None:
        return text
    if data.isascii():
        if name == "utf-7":
            return _UTF_7.sub(lambda found: (_strict(found[0], name) or found[0].decode()).encode(), data).decode()
        return _japanese(data) if name == "iso2022_jp" else data.decode(name, "replace")
    for candidate in _MISTAKEN_FOR.get(name, ()):
        if (text := _strict(data, candidate)) is not None:
            return text
    text = data.decode(name, "replace")
    return text if as_utf8 is None and _is_mostly_sound(text) else as_utf8 or _guessed(data)


def _japanese(data: bytes) -> str:
    """ISO-2022-JP with the signs of Windows in it, such as ①, which Python's codec lacks: by way of Shift_JIS."""
    pieces: list[str] = []
    begin, mode = 0, b"\x1b(B"
    for found in (*_SHIFTED.finditer(data), None):
        end = found.start() if found else len(data)
        pieces.append(_shifted(data[begin:end], mode))
        if found:
            begin, mode = found.end(), found[0]
    return "".join(pieces)


def _shifted(piece: bytes, mode: bytes) -> str:
    if mode == b"\x1b(I":
        return bytes(sign | 0x80 if sign > 0x20 else sign for sign in piece).decode("cp932", "replace")
    if not mode.startswith(b"\x1b$"):
        return piece.decode("ascii", "replace")
    signs: list[str] = []
    at = 0
    while at < len(piece):
        row, cell = piece[at], piece[at + 1] if at + 1 < len(piece) else 0
        if not (0x21 <= row <= 0x7E and 0x21 <= cell <= 0x7E):
            signs.append(chr(row))
            at += 1
            continue
        first = (row + 1) // 2 + (0x70 if row < 0x5F else 0xB0)
        second = cell + (0x1F if cell < 0x60 else 0x20) if row % 2 else cell + 0x7E
        signs.append(_strict(bytes((first, second)), "cp932") or "\ufffd")
        at += 2
    return "".join(signs)


def _is_mostly_sound(text: str) -> bool:
    broken = text.count("\ufffd")
    return broken <= 1 or broken * 4 <= sum(not sign.isascii() for sign in text)


def _guessed(data: bytes) -> str:
    """Line by line: a list's footer is often in another charset than what stands above it."""
    return "".join(_line(line) for line in data.splitlines(keepends=True))


def _line(line: bytes) -> str:
    text = line.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken and broken * 2 > sum(not sign.isascii() for sign in text):
        return line.decode("cp1252", _AS_LATIN_1)
    return text


def _clean(text: str) -> str:
    """The text without what no database takes: null bytes and halves of surrogate pairs."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)
