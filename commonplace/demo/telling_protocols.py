"""What a story tells of forms that somebody made their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class ProtocolTold:
    """A protocol that somebody made the community's own, `after` one of the catalogue or another of its own.

    `without` are steps that were left out, `minutes` and `prompts` what was changed, `added` each step that came in,
    with the code of the one that it `follows`.
    """

    key: str
    after: str
    by: str
    space: str
    days_ago: float
    title: str
    line: str
    without: tuple[str, ...] = ()
    minutes: Mapping[str, int] = field(default_factory=dict)
    prompts: Mapping[str, str] = field(default_factory=dict)
    added: tuple[Mapping[str, Any], ...] = ()
