"""What rooms declare, each thing once, on a floor that every one of them can reach.

A *registry* holds declarations of one kind: frozen dataclasses, known by a code. A *hook* is a moment at which rooms
above may act, in the same transaction. Both are made in the lower room that reads them, and filled by the `offers.py`
of the rooms that have something to offer, which their AppConfig imports (see `store/room.py`)::

    PAGES: Registry[Page] = Registry("navigation", Page, by="name")     # in the lower room
    PAGES.declare(Page("map", _("Map"), order=40))                       # in a room's offers.py

So no room knows by name what the others bring, and `doctor` and `docs/architecture.md` can list it all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

REGISTRIES: dict[str, Registry[Any]] = {}
HOOKS: dict[str, Hook[...]] = {}


class DeclaredTwice(ValueError):
    """Two declarations of one registry bear the same code, and say different things."""


class NotDeclared(LookupError):
    """Nobody has declared what was asked for."""


class Registry[Item]:
    """Declarations of one kind by their code, in the order of their `order` where they have one, then as they came."""

    def __init__(self, name: str, of: type[Item], *, by: str = "code") -> None:
        self.name, self.of, self._by = name, of, by
        self._items: dict[str, Item] = {}
        if name in REGISTRIES:
            raise DeclaredTwice(name)
        REGISTRIES[name] = self

    def declare(self, *items: Item) -> None:
        """Add items; one that is there already, the same in all it says, is passed over. Raises DeclaredTwice."""
        for item in items:
            code = str(getattr(item, self._by))
            if self._items.get(code, item) != item:
                raise DeclaredTwice(f"{self.name}: {code}")
            self._items[code] = item
        # Sorting keeps the order of those that are equal.
        self._items = dict(sorted(self._items.items(), key=lambda pair: getattr(pair[1], "order", 0)))

    @contextmanager
    def overridden(self, *items: Item) -> Iterator[None]:
        """For a while, have these in place of what bears their codes; for tests."""
        before = self._items
        self._items = {**before, **{str(getattr(item, self._by)): item for item in items}}
        try:
            yield
        finally:
            self._items = before

    def get(self, code: str) -> Item | None:
        """The item of this code, or None."""
        return self._items.get(code)

    def __getitem__(self, code: str) -> Item:
        try:
            return self._items[code]
        except KeyError:
            raise NotDeclared(f"{self.name}: {code}; declared are {', '.join(self._items) or 'none'}") from None

    def __contains__(self, code: object) -> bool:
        return code in self._items

    def __iter__(self) -> Iterator[Item]:
        return iter(tuple(self._items.values()))

    def __len__(self) -> int:
        return len(self._items)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all items, in order."""
        return tuple(self._items)


class Hook[**Given]:
    """A moment at which rooms above act too: those registered are called in turn, with what the moment gives."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._callbacks: list[Callable[Given, object]] = []
        if name in HOOKS:
            raise DeclaredTwice(name)
        HOOKS[name] = self

    def register(self, callback: Callable[Given, object]) -> None:
        """Have `callback` called at this moment, once however often it is registered."""
        if callback not in self._callbacks:
            self._callbacks.append(callback)

    def forget(self, callback: Callable[Given, object]) -> None:
        """Call `callback` no more; for tests."""
        self._callbacks.remove(callback)

    def __call__(self, *args: Given.args, **kwargs: Given.kwargs) -> None:
        for callback in self._callbacks:
            callback(*args, **kwargs)

    def downward(self, *args: Given.args, **kwargs: Given.kwargs) -> None:
        """Call them as rooms stand, from the roof down, where they lock rows (see store/locks.py)."""
        for callback in reversed(self._callbacks):
            callback(*args, **kwargs)

    @property
    def codes(self) -> tuple[str, ...]:
        """Whose callbacks these are: module and function of each."""
        return tuple(f"{one.__module__}.{getattr(one, '__qualname__', one)}" for one in self._callbacks)


def declared() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every registry and every hook by name, with the codes of what was declared in it."""
    for name in sorted({*REGISTRIES, *HOOKS}):
        yield name, REGISTRIES[name].codes if name in REGISTRIES else HOOKS[name].codes
