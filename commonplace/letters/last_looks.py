"""A last look at a letter before it goes: it may have waited for days, and what it tells of may be gone since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from commonplace.letters.models import Letter
from commonplace.store.registry import Registry


@dataclass(frozen=True)
class LastLook:
    """Whether letters of a kind may still go; asked of each, right before the mail server has it.

    Where only some of what it tells may be told no more, the look may set the letter's words anew.
    """

    kind: str
    may_go: Callable[[Letter], bool]


LAST_LOOKS: Registry[LastLook] = Registry("last looks", LastLook, by="kind")


def may_go(letter: Letter) -> bool:
    """Whether the letter still says what its reader may know."""
    look = LAST_LOOKS.get(letter.kind)
    return look is None or look.may_go(letter)
