"""Signed links in letters: what they mean stands in them, under a signature, and is kept nowhere.

One room's link opens nothing of another's: each kind has a salt of its own. Whoever made it says how long it lives.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import signing

from commonplace.ui.addresses import address


def signed_link(page: str, told: Any, *, salt: str) -> str:
    """The whole address of a page of this name, whose one argument is the token that says what is told."""
    return f"{settings.BASE_URL}{signed_path(page, told, salt=salt)}"


def signed_path(page: str, told: Any, *, salt: str) -> str:
    """The same without the house."""
    return address(page, "TOKEN").replace("TOKEN", token_of(told, salt=salt))


def token_of(told: Any, *, salt: str) -> str:
    """What stands in the link; `told` is made of texts, numbers and lists."""
    return signing.dumps(told, salt=salt)


def told_by(token: str, *, salt: str, parts: int = 0) -> Any:
    """What a link tells, of so many `parts` where it is a list; None where it was not made here, or for another."""
    try:
        told = signing.loads(token, salt=salt)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return told if (len(told) if isinstance(told, list) else 0) == parts else None
