"""What a resource says, as somebody wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from commonplace.lib.text import one_line, tidy
from commonplace.repertoire.kinds import keys_of
from commonplace.repertoire.lengths import MAX_GOOD_FOR, MAX_TITLE


class NothingSaid(ValueError):
    """It has no title, or a section without which one of its kind says nothing is blank; `args` holds its key."""


@dataclass(frozen=True)
class Words:
    """What a resource says, as somebody wrote it; `parts` are the sources of its sections by key."""

    title: str
    good_for: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)

    def tidied(self, kind: str) -> Words:
        """As it is kept: only sections of this kind, without those that are blank. Raises NothingSaid."""
        said = {key: tidy(self.parts.get(key, "")).strip() for key in keys_of(kind)}
        title = one_line(self.title)[:MAX_TITLE]
        if not title:
            raise NothingSaid("title")
        good_for = one_line(self.good_for)[:MAX_GOOD_FOR]
        return Words(title, good_for, {key: source for key, source in said.items() if source})
