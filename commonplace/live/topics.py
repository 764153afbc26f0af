"""What rooms above let pages listen to: who may, what is told, and to whom no more."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from commonplace.store.registry import Registry


@dataclass(frozen=True)
class Listener:
    """Who listens, by a word of the room's own, and how they see it: all of one sight are told in the same words."""

    who: str
    sight: Hashable = ""


@dataclass(frozen=True)
class Told:
    """What listeners of one sight are told, as JSON has it, and what `each` of them alone is told besides."""

    all: Mapping[str, Any]
    each: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Topic:
    """Something with a number that pages listen to.

    `enter(request, key)` gives who asks, or raises Http404. `still(key, whos)` leaves of these listeners those who may
    hear more, and is asked before every telling. `tell(key, sight, past)` is what those of one sight are told who know
    all up to the version `past`.
    """

    code: str
    enter: Callable[[HttpRequest, int], Listener]
    still: Callable[[int, Collection[str]], Collection[str]]
    tell: Callable[[int, Any, int], Told]


TOPICS: Registry[Topic] = Registry("live topics", Topic)


def name_of(code: str, key: int) -> str:
    """How the topic of this number is called."""
    return f"{code}-{key}"


def called(name: str) -> tuple[Topic, int] | None:
    """The topic and the number behind a name, or None where no room has declared it."""
    code, _dash, key = name.rpartition("-")
    topic = TOPICS.get(code)
    if topic is None or not (key.isascii() and key.isdigit() and len(key) < 16):
        return None
    return topic, int(key)
