"""What changed since a device last asked (RFC 6578), told by its own token: the house keeps nothing of what it had."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from itertools import batched
from uuid import UUID

from commonplace.devices.item import Item
from commonplace.devices.shelf import Shelf

# A token is an address by its form (RFC 6578), and leads nowhere.
BEGINNING = "data:,commonplace-"
WHOLE, MARK_ALONE = b"\x01", b"\x02"
NAME, MARK = 16, 4  # bytes
# As many are told one by one; of more a token says only whether anything changed.
MOST_TOLD = 150
LONGEST = 2 * MOST_TOLD * (NAME + MARK)


class NotAToken(ValueError):
    """From these words nobody can tell what changed since: the device has to ask for everything."""


@dataclass(frozen=True)
class Changes:
    """What is new or otherwise, and the names of what is there no more."""

    changed: list[Item]
    gone: list[str]


def token_of(shelf: Shelf) -> str:
    """All that a device has after this answer: the same exactly where nothing changed."""
    if len(shelf.items) > MOST_TOLD:
        told = MARK_ALONE + bytes.fromhex(shelf.mark)
    else:
        told = WHOLE + b"".join(_name(one) + one.mark[:MARK] for one in shelf.items.values())
    return BEGINNING + base64.urlsafe_b64encode(told).decode().rstrip("=")


def changes(shelf: Shelf, since: str) -> Changes:
    """What changed since a token, or everything since none; raises NotAToken."""
    if not since:
        return Changes(list(shelf.items.values()), [])
    if since == token_of(shelf):
        return Changes([], [])
    had = _read(since)
    changed = [one for name, one in shelf.items.items() if had.get(name) != one.mark[:MARK]]
    return Changes(changed, [name for name in had if name not in shelf.items])


def _read(token: str) -> dict[str, bytes]:
    """The mark of each item that a device had."""
    if not token.startswith(BEGINNING) or len(token) > LONGEST:
        raise NotAToken
    coded = token.removeprefix(BEGINNING)
    try:
        told = base64.b64decode(coded + "=" * (-len(coded) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as problem:
        raise NotAToken from problem
    if told[:1] != WHOLE or (len(told) - 1) % (NAME + MARK):
        raise NotAToken
    each = (bytes(one) for one in batched(told[1:], NAME + MARK))
    return {f"{UUID(bytes=one[:NAME])}.ics": one[NAME:] for one in each}


def _name(item: Item) -> bytes:
    return UUID(item.name.removesuffix(".ics")).bytes
