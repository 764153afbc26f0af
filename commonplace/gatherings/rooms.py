"""Rooms of the operator's own, where a gathering meets online: each has a name of its own, which nobody guesses.

Only the name is kept. Where the operator moves to another server, so do the rooms of all that lies ahead.
"""

from __future__ import annotations

import secrets

from django.conf import settings

BYTES = 16  # as many as no name twice, and none found by trying


def are_offered() -> bool:
    """Whether the operator has a server for it."""
    return bool(settings.GATHERING_LINK)


def new_room() -> str:
    """A name that nobody guesses. Small letters and digits: some servers know no others."""
    return secrets.token_hex(BYTES)


def address_of_room(name: str) -> str:
    """Where the room of this name is; "" without a name, or where the operator has no such server any more."""
    return str(settings.GATHERING_LINK).replace("{name}", name) if name and are_offered() else ""
