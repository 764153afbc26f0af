"""What is asked about looks by those concerned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from commonplace.communities.models import Look
from commonplace.communities.viewpoint import Byline, Viewpoint
from commonplace.people.models import Person


@dataclass(frozen=True)
class Seen:
    """A look as one concerned reads it: `byline` is None for whoever ran a command."""

    look: Look
    byline: Byline | None

    @property
    def is_of_everyone(self) -> bool:
        return self.look.person_id is None


def seen_by(person: Person, looks: Iterable[Look]) -> list[Seen]:
    """These looks with who looked: stewards are known by name to whom they look at."""
    found = []
    for look in looks:
        byline = None
        if not look.is_by_command and look.community is not None:
            byline = Viewpoint(person, look.community, None).byline_for(look.by)
        found.append(Seen(look, byline))
    return found
