"""What conversations are called and filed under, and whether they are closed, where they were said: by digests."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

from commonplace.transfer.archive import digest_of
from commonplace.transfer.said import called


@dataclass(frozen=True, slots=True)
class Opening:
    """What an archive tells of a conversation besides its words, by digests."""

    title: str  # of the title as it is kept here; nothing where none is told
    topics: str
    is_closed: bool

    @classmethod
    def told(cls, title: str, topics: str, closed: int | None) -> Opening:
        """As the spool has it."""
        return cls(called_by(called(title)), digest_of(topics), closed is not None)

    def was(self, known: dict[str, Any] | None) -> bool:
        """Whether it is the same as when it last came; of what came before this was noted nothing is known."""
        return known is None or all(known.get(name) == value for name, value in asdict(self).items())

    def as_kept(self, filed: Collection[int]) -> str:
        """As it is noted, with the topics (their keys) under which it stands here since."""
        return json.dumps({**asdict(self), "filed": sorted(filed)})


def called_by(title: str) -> str:
    """What tells a title from another."""
    return digest_of(title) if title else ""
