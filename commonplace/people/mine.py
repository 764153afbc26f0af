"""What a person gave to the house or is told by it: taken along whole, and gone or nameless when they are erased.

Every foreign key to a person is declared here by the room that has it, with what erasing does about it; a test finds
the one that was forgotten.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db.models import Model, QuerySet

from commonplace.people.models import Person
from commonplace.store.registry import Registry


class Erasing(Enum):
    """What becomes of a row when its person is erased."""

    GOES = "goes"
    NAMELESS = "stays without a name"
    WITH_ITS_WHOLE = "goes or stays with what it is part of"


@dataclass(frozen=True)
class Mine:
    """A list of what is a person's: the rows of `model` that lead to them by `of`, such as `author`.

    `columns` are taken along under the list's code; where there are none, `why` says so. `rows(person)` narrows the
    list, or finds it where the way to the person is longer than one key.
    """

    code: str
    model: type[Model]
    of: str
    erasing: Erasing
    columns: tuple[str, ...] = ()
    rows: Callable[[Person], QuerySet[Any]] | None = None
    why: str = ""
    order: int = 50

    def rows_of(self, person: Person) -> QuerySet[Any]:
        """The rows of this list that are someone's."""
        if self.rows is not None:
            return self.rows(person)
        return self.model._default_manager.filter(**{self.of: person})


MINE: Registry[Mine] = Registry("mine", Mine)
