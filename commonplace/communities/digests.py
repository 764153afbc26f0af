"""Sections of a digest: what a room would tell one person who has not looked in for a while.

Attention composes digests from these; a room says what it has, and nothing of when or how it is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from commonplace.communities.viewpoint import Viewpoint
from commonplace.store.registry import Registry


@dataclass(frozen=True)
class DigestLine:
    """One line of a digest: what it is, a word on it, and where it is read."""

    title: str
    text: str
    url: str


@dataclass(frozen=True)
class DigestSection:
    """A section: its heading, and `lines(viewpoint, since, now)` for one person, through `visible_to`, best first."""

    code: str
    heading: str | Promise
    lines: Callable[[Viewpoint, datetime, datetime], Sequence[DigestLine]]
    order: int = 50


DIGEST_SECTIONS: Registry[DigestSection] = Registry("digest sections", DigestSection)
