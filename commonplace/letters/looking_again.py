"""When somebody goes for good, letters to others that still wait tell no more of them than pages do."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import partial
from html import escape
from typing import Final

from django.db.models import Q

from commonplace.letters import queries
from commonplace.letters.delivery import DROPPED, FORGOTTEN
from commonplace.letters.last_looks import may_go
from commonplace.letters.models import Letter
from commonplace.lib.names import reads_as_name
from commonplace.store.locks import lock
from commonplace.store.steps import Steps

WORDS: Final = ("subject", "text", "html", "sender_name")
LONGEST: Final = 300  # a subject
AT_ONCE: Final = 500  # besides those that may name them

type Nobody = Callable[[str], str]


def look_again(*, names: Collection[str], nobody: Nobody, now: datetime) -> bool:
    """Look at each letter that waits or may be sent again as right before it goes, and take these names out of it.

    Tells whether any said something else before. Where a name stood stands what `nobody` says to the reader at an
    address. In short steps: what is not reached before the process dies, or is more than `AT_ONCE` and names nobody, is
    looked at right before it goes.
    """
    called = _called(names)
    waiting = queries.unsettled().exclude(text="").order_by("pk").values_list("pk", flat=True)
    naming = list(waiting.filter(_may_name(names)))
    pks = list(dict.fromkeys([*naming, *waiting[:AT_ONCE]]))
    changed: list[bool] = []

    def look(some: Sequence[int]) -> None:
        letters = lock(queries.unsettled().filter(queries.free(now), pk__in=some))
        changed.extend([_look(letter, called, nobody, now) for letter in letters])

    Steps(least=5, most=200).over(pks, look)
    return any(changed)


def _look(letter: Letter, called: re.Pattern[str] | None, nobody: Nobody, now: datetime) -> bool:
    before = [getattr(letter, name) for name in WORDS]
    if not may_go(letter):
        fault = Letter.TAKEN_BACK
        Letter.objects.filter(pk=letter.pk).update(
            given_up_at=letter.given_up_at or now, fault=fault, last_error=DROPPED[fault], **FORGOTTEN
        )
        return True
    if called is not None and any(called.search(getattr(letter, name)) for name in WORDS):
        instead = nobody(letter.to)
        for name in ("subject", "text", "html"):
            setattr(letter, name, called.sub(partial(_in_place, instead), getattr(letter, name)))
        letter.subject = letter.subject[:LONGEST]
        letter.sender_name = "" if called.search(letter.sender_name) else letter.sender_name
    if [getattr(letter, name) for name in WORDS] == before:
        return False
    letter.save(update_fields=WORDS)
    return True


def _in_place(instead: str, found: re.Match[str]) -> str:
    """These words, as a sentence begins where one does."""
    is_first = found.string[: found.start()].rstrip(" \u2068")[-1:] in ("", "\n", ">")
    return instead[:1].upper() + instead[1:] if is_first else instead


def _may_name(names: Collection[str]) -> Q:
    """Letters with the longest word of a name, wherever a line breaks."""
    found = Q(pk__in=[])
    for name in filter(str.strip, names):
        longest = max(re.findall(r"\w+", name) or [name], key=len)
        for field in WORDS:
            found |= Q(**{f"{field}__icontains": longest})
    return found


def _called(names: Collection[str]) -> re.Pattern[str] | None:
    """What finds a name as a whole, also where a line breaks within it or HTML writes its signs otherwise.

    Whoever is called by one word may be called "Come": that is left, or words would go out of everyone’s letters.
    """
    known = [name for name in names if len(name.split()) > 1 and reads_as_name(name)]
    ways = {way for name in known for way in (name, escape(name))}
    words = sorted((r"\s+".join(map(re.escape, way.split())) for way in ways), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)") if words else None
