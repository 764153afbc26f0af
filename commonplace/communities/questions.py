"""Questions of the house to a person: what came of it, was it worth the hour, did you meet.

They go through one queue, however many rooms have something to ask, so that nobody is asked more than once in a while.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from commonplace.people.models import Person
from commonplace.store.registry import Registry


@dataclass(frozen=True)
class Asking:
    """One question that could be put to someone: about what, in their language, and where it is answered."""

    about: str
    words: str
    url: str


@dataclass(frozen=True)
class HouseQuestion:
    """A kind of question; `askings(person, now)` are those that could be put to someone, the most telling first."""

    code: str
    askings: Callable[[Person, datetime], Iterable[Asking]]
    order: int = 50


HOUSE_QUESTIONS: Registry[HouseQuestion] = Registry("questions of the house", HouseQuestion)
