"""What may be found: rooms declare kinds of entries, what they are called, and all that should be in the index."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from commonplace.store.registry import Registry

if TYPE_CHECKING:
    from commonplace.search.index import Entry

type Words = str | Promise


@dataclass(frozen=True)
class State:
    """How the whole of an entry can stand, as a filter says it: wholes of these `labels`, and those that stand so."""

    words: Words
    labels: tuple[str, ...]
    parents: Callable[[], QuerySet[Any]]


@dataclass(frozen=True)
class Findable:
    """A kind of entry, which is a kind of content: `many` as a filter says it, `one` as a hit does.

    `rows()` are all things that should be found, `entries(keys)` some of them as the index should know them, for
    building it anew. Where entries bear labels, `labels` says each and is offered as a filter in place of `many`; `one`
    then names what is no opening. Entries of a kind that is not `in_spaces` are found by whoever may see the thing
    itself. `states` are what the wholes of entries can be narrowed to besides. `told(keys)` are those of these things
    whose words a service of the operator's may hear; of kinds without it nothing is told.
    """

    kind: str
    many: Words
    one: Words
    rows: Callable[[], QuerySet[Any]]
    entries: Callable[[Sequence[int]], Iterator[Entry]]
    labels: Mapping[str, Words] = field(default_factory=dict)
    states: Mapping[str, State] = field(default_factory=dict)
    in_spaces: bool = True
    told: Callable[[Sequence[int]], Collection[int]] | None = None
    order: int = 50


FINDABLE: Registry[Findable] = Registry("findable", Findable, by="kind")


def filters() -> dict[str, Words]:
    """What a search can be narrowed to, by the kind or the label of entries, and its words."""
    offered: dict[str, Words] = {}
    for one in FINDABLE:
        offered |= one.labels or {one.kind: one.many}
    return offered


def states() -> dict[str, State]:
    """How what is found can stand, by the word for it in addresses."""
    return {name: state for one in FINDABLE for name, state in one.states.items()}


def outside_spaces() -> list[str]:
    """The kinds whose entries stand in no space."""
    return [one.kind for one in FINDABLE if not one.in_spaces]


def name_of(kind: str, label: str, *, is_opening: bool) -> Words:
    """What one hit is: a person, a reply, or how a conversation begins."""
    findable = FINDABLE.get(kind)
    if findable is None:
        return ""
    return findable.labels.get(label, "") if findable.labels and is_opening else findable.one


def is_told(kind: str) -> bool:
    """Whether a service of the operator's may hear of anything of this kind."""
    findable = FINDABLE.get(kind)
    return findable is not None and findable.told is not None


def told_of(kind: str, keys: Sequence[int]) -> set[int]:
    """Those of these things whose words a service of the operator's may hear."""
    findable = FINDABLE.get(kind)
    return set(findable.told(keys)) if findable and findable.told else set()
