"""Of a picture's bytes only those that paint its first frame: comments, previews and further frames cost nothing.

What Pillow does not get to see it cannot unpack. Walking is paid for from a budget, a step for each block.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from commonplace.lib.unpacking import Budget

BLOCKS = 60_000  # a GIF of ten megabytes has forty thousand
LARGEST_PROFILE = 1 << 20  # bytes; what describes colours at greater length is passed over
LARGEST_EXIF = 1 << 16  # bytes
SCANS = 100  # of a JPEG, each of which goes through the whole picture again

_PNG_PAINTS = (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB", b"cHRM")
_WEBP_PAINTS = (b"VP8X", b"ALPH", b"VP8 ", b"VP8L", b"ANIM", b"ANMF")
_ORIENTATION = 0x0112


class Frame(NamedTuple):
    """The bytes of one frame, how it stands (1 to 8, as EXIF counts), and how often a reader goes through it."""

    data: bytes
    orientation: int = 1
    scans: int = 1


def first_frame(data: bytes, content_type: str) -> Frame:
    """The first frame of a picture; raises TooMuch, and ValueError, IndexError or struct.error where it is damaged."""
    return _FORMS[content_type](data, Budget(entries=BLOCKS))


def _png(data: bytes, budget: Budget) -> Frame:
    kept, exif = [data[:8]], b""
    at = 8
    while at + 8 <= len(data):
        budget.spend(entries=1)
        (size,), name = struct.unpack_from(">I", data, at), data[at + 4 : at + 8]
        if name in _PNG_PAINTS or (name == b"iCCP" and size <= LARGEST_PROFILE):
            kept.append(data[at : at + 12 + size])
        elif name == b"eXIf" and size <= LARGEST_EXIF:
            exif = exif or data[at + 8 : at + 8 + size]
        at += 12 + size
        if name == b"IEND":
            break
    return Frame(b"".join(kept), _orientation(exif))


def _jpeg(data: bytes, budget: Budget) -> Frame:
    kept, profile, exif = [data[:2]], [], b""
    at = 2
    while True:
        budget.spend(entries=1)
        if data[at] != 0xFF:
            raise ValueError
        mark = data[at + 1]
        if mark == 0xFF or 0xD0 <= mark <= 0xD7 or mark == 0x01:
            at += 1 if mark == 0xFF else 2  # filling, and marks without a length
            continue
        if mark == 0xDA:
            break
        (size,) = struct.unpack_from(">H", data, at + 2)
        block = data[at : at + 2 + size]
        if mark == 0xE1 and block[4:10] == b"Exif\0\0":
            exif = exif or block[10:]
        elif mark == 0xE2 and block[4:16] == b"ICC_PROFILE\0":
            profile.append(block)
        elif mark in (0xE0, 0xEE) or not (0xE0 <= mark <= 0xEF or mark == 0xFE):
            kept.append(block)
        at += 2 + max(size, 2)
    if sum(map(len, profile)) <= LARGEST_PROFILE:
        kept[1:1] = profile
    # Within a scan 0xFF is always followed by another byte than this.
    scans = data.count(b"\xff\xda", at)
    budget.spend(entries=(scans - 1) * (BLOCKS // SCANS))
    return Frame(b"".join((*kept, data[at:])), _orientation(exif), scans)


def _gif(data: bytes, budget: Budget) -> Frame:
    at = 13 + _colours(data[10])
    kept = [data[:at]]
    while data[at : at + 1] == b"!":
        budget.spend(entries=1)
        end = _blocks(data, at + 2, budget)
        if data[at + 1] == 0xF9:
            kept[1:] = [data[at:end]]
        at = end
    if data[at : at + 1] != b",":
        raise ValueError
    end = _blocks(data, at + 11 + _colours(data[at + 9]), budget)
    return Frame(b"".join((*kept, data[at:end], b";")))


def _colours(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _blocks(data: bytes, at: int, budget: Budget) -> int:
    """Where a row of blocks ends."""
    while size := data[at]:
        budget.spend(entries=1)
        at += 1 + size
    return at + 1


def _webp(data: bytes, budget: Budget) -> Frame:
    kept, exif = [], b""
    for name, chunk in _chunks(data, budget):
        if name == b"VP8X":
            # Nothing is told of EXIF and XMP that is not here.
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]
        if name in _WEBP_PAINTS or (name == b"ICCP" and len(chunk) <= LARGEST_PROFILE):
            kept.append(chunk)
        elif name == b"EXIF" and len(chunk) <= LARGEST_EXIF:
            exif = exif or chunk[8:].removeprefix(b"Exif\0\0")
        if name == b"ANMF":
            break
    body = b"WEBP" + b"".join(kept)
    return Frame(b"RIFF" + struct.pack("<I", len(body)) + body, _orientation(exif))


def _chunks(data: bytes, budget: Budget) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(data):
        budget.spend(entries=1)
        (size,) = struct.unpack_from("<I", data, at + 4)
        end = at + 8 + size + size % 2
        yield data[at : at + 4], data[at:end]
        at = end


def _orientation(exif: bytes) -> int:
    """How the picture stands, by the first directory of its EXIF; Pillow would unpack all of them."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return 1
    try:
        (begin,) = struct.unpack_from(order + "I", exif, 4)
        (number,) = struct.unpack_from(order + "H", exif, begin)
        for place in range(number):
            tag, kind, _count, value = struct.unpack_from(order + "HHIH", exif, begin + 2 + 12 * place)
            if (tag, kind) == (_ORIENTATION, 3):
                return value if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1


_FORMS = {"image/png": _png, "image/jpeg": _jpeg, "image/gif": _gif, "image/webp": _webp}
