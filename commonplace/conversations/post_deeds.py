"""What higher rooms let members do about an answer, beside what conversations know: a page below that of the post."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from commonplace.store.registry import Registry


@dataclass(frozen=True)
class PostDeed:
    """A line behind "More" of what somebody else wrote: its word, and the end of its address, below that of the post.

    The room that declares it serves `conversations/<pk>/posts/<number>/<code>` of the community.
    """

    code: str
    word: str | Promise
    order: int = 50


POST_DEEDS: Registry[PostDeed] = Registry("deeds about posts", PostDeed)
