"""Parts of pages that say the same to many: set once, and kept for as long as they are made from the same.

A part is set by a function, or a template, that is given *facts* and nothing else::

    kept(set_posts, posts=posts_of(thread, viewpoint))
    {% kept_part "conversations/conversation.html#opening" opening %}

Its key is all that the facts are made of, with what every page depends on besides: language, time zone, how hours run,
the day. So nothing has to be told that something changed. The facts are read anew for each page, by the queries that
hold the permissions; where they differ, so does the key, in every process at once. And what is in a part came from its
facts, so whoever gets it has read the very same. While a part is set no query may be made, and nothing that says how
long ago something was: that is said outside and handed in.

What is one reader's own, such as the token against forgery, is put into *slots* afterwards (see ui/pieces.py). So is
how long ago something was: `ago` leaves a slot that names the moment, and `moments_in` fills it with the page.
"""

from __future__ import annotations

import io
import pickle
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import Enum
from hashlib import blake2b
from secrets import token_hex
from threading import Lock
from types import BuiltinFunctionType, FunctionType
from typing import Any, NoReturn
from uuid import UUID

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model
from django.template.loader import get_template
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from commonplace.store.prepared import Rows
from commonplace.ui import clock
from commonplace.ui.pieces import Piece

# Letters of all parts that are kept, in each process.
MOST = 8_000_000
# Nobody outside knows how a slot is written, so no word that anyone wrote is one.
_NONCE = token_hex(8)
_MARK = re.compile(f"\x02{_NONCE}([a-z_0-9]+)\x03")
_AGO = re.compile(r"(since|waiting)_(\d+)")
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
# What is written down as it is.
_PLAIN = frozenset((str, int, float, bool, bytes, type(None), date, datetime, timedelta))
_IS_SETTING: ContextVar[bool] = ContextVar("is_setting", default=False)


class NotAFact(TypeError):
    """What a kept part was given cannot be said in full, or it asked for more than it was given."""


def _plainly(one: Any) -> Any:
    """All that a fact is made of, as tuples of plain values: never read again, only told apart."""
    kind = type(one)
    if kind in _PLAIN:
        return one
    say = _WAYS.get(kind)
    if say is None:
        say = _WAYS[kind] = _way_to_say(kind)
    return (kind.__module__, kind.__qualname__, *say(one))


def _way_to_say(kind: type[Any]) -> Callable[[Any], Iterable[Any]]:
    """How things of a kind are said in full; raises NotAFact where they cannot be."""
    if is_dataclass(kind):
        names = [field.name for field in fields(kind)]
        return lambda one: [_plainly(getattr(one, name)) for name in names]
    for kinds, say in _SAID:
        if issubclass(kind, kinds):
            return say
    raise NotAFact(f"{kind.__qualname__} is no fact: hand in what is looked at")


def _named(one: Any) -> Iterable[Any]:
    if "<" in one.__qualname__:
        raise NotAFact(f"{one!r} has no name by which it could be told apart")
    return (one.__module__, one.__qualname__)


def _row(one: Model) -> Iterable[Any]:
    """Its columns, what hangs on it, and the rows that were joined to it."""
    yield from ((key, _plainly(value)) for key, value in one.__dict__.items() if key != "_state")
    yield from ((key, _plainly(value)) for key, value in one._state.fields_cache.items())


_WAYS: dict[type[Any], Callable[[Any], Iterable[Any]]] = {}
_SAID: tuple[tuple[Any, Callable[[Any], Iterable[Any]]], ...] = (
    (Enum, lambda one: (one.name,)),
    (Model, _row),
    (Rows, lambda one: (one.names, one.said)),
    ((type, FunctionType, BuiltinFunctionType), _named),
    ((Promise, tzinfo, UUID), lambda one: (str(one),)),
    # A safe string says of itself that it is one, and is no plain one.
    (str, lambda one: (str.__str__(one),)),
    ((tuple, list), lambda one: map(_plainly, one)),
    (dict, lambda one: ((_plainly(key), _plainly(value)) for key, value in one.items())),
    ((set, frozenset), lambda one: sorted(map(_plainly, one))),
)


class _Kept:
    """Parts by their keys, those used last, up to so many letters."""

    def __init__(self, most: int) -> None:
        self._most, self._letters, self._lock = most, 0, Lock()
        self._parts: OrderedDict[bytes, Part] = OrderedDict()

    def get(self, key: bytes) -> Part | None:
        with self._lock:
            found = self._parts.get(key)
            if found is not None:
                self._parts.move_to_end(key)
            return found

    def set(self, key: bytes, part: Part) -> None:
        with self._lock:
            if key in self._parts:
                return
            self._parts[key] = part
            self._letters += len(part)
            while self._letters > self._most:
                self._letters -= len(self._parts.popitem(last=False)[1])

    def clear(self) -> None:
        with self._lock:
            self._parts.clear()
            self._letters = 0


parts = _Kept(MOST)


def slot(name: str) -> SafeString:
    """What stands in a part where each reader's own is put in, by this name."""
    return SafeString(f"\x02{_NONCE}{name}\x03")


class Part(Piece):
    """A stretch of a page that is set but for the `slots` in which each reader's own is put."""

    __slots__ = ("slots",)

    def __init__(self, text: str) -> None:
        """`text` is what was set, its slots marked by `slot`."""
        super().__init__(_MARK.sub(r"%(\1)s", text.replace("%", "%%")))
        self.slots = frozenset(_MARK.findall(text))


def kept(make: Callable[..., str], /, **facts: Any) -> Part:
    """The part that `make` sets from these facts and from nothing else; slots are filled by calling it.

    Raises NotAFact for a fact that is no plain value, row or dataclass, and where setting the part asks for more.
    """
    if make.__closure__:
        raise NotAFact(f"{make!r} has more than its facts")
    if settings.DEBUG:  # a designer who changes a template sees it at once
        return _set(make, facts)
    key = _key(make, facts)
    part = parts.get(key)
    if part is None:
        part = _set(make, facts)
        parts.set(key, part)
    return part


def ago(at: datetime, *, is_waiting: bool = False) -> SafeString:
    """The slot of how long ago something was, or how long it has been waiting."""
    return slot(f"{'waiting' if is_waiting else 'since'}_{(at - EPOCH) // MICROSECOND}")


def moments_in(part: Part) -> Iterator[tuple[str, datetime, bool]]:
    """The slots that `ago` left in a part: their names, the moment, and whether something has waited since then."""
    for name in part.slots:
        if found := _AGO.fullmatch(name):
            yield name, EPOCH + int(found[2]) * MICROSECOND, found[1] == "waiting"


def by_template(*, template: str, facts: dict[str, Any]) -> str:
    """A part that a template sets, for `kept`."""
    return get_template(template).render({**facts, "csrf_token": slot("csrf_token")})


def require_outside() -> None:
    """Raise NotAFact while a part is set: for what depends on the moment, which would stand still."""
    if _IS_SETTING.get():
        raise NotAFact("how long ago something was is said outside of a kept part, and handed in")


def _key(make: Callable[..., str], facts: dict[str, Any]) -> bytes:
    around = (get_language(), timezone.get_current_timezone_name(), clock.has_half_days(), timezone.localdate())
    written = io.BytesIO()
    pickler = pickle.Pickler(written, protocol=5)
    # What is equal is written alike, whether or not it is the same object twice.
    pickler.fast = True
    pickler.dump((_plainly(make), around, _plainly(facts)))
    return blake2b(written.getbuffer(), digest_size=20).digest()


def _set(make: Callable[..., str], facts: dict[str, Any]) -> Part:
    with _alone():
        text = make(**facts)
    return Part(text)


@contextmanager
def _alone() -> Iterator[None]:
    before = _IS_SETTING.set(True)
    try:
        with connections[DEFAULT_DB_ALIAS].execute_wrapper(_refuse):
            yield
    finally:
        _IS_SETTING.reset(before)


def _refuse(*_args: Any, **_named: Any) -> NoReturn:
    raise NotAFact("a kept part asks the database for nothing: hand in what it looks at")
