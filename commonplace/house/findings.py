"""What a check says: one sentence, and whether it is well, to be minded, or wrong."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One sentence; whether something is wrong, or only to be minded."""

    words: str
    is_wrong: bool = False
    is_note: bool = False


def fine(words: str) -> Finding:
    """Something is as it should be."""
    return Finding(words)


def note(words: str) -> Finding:
    """Something to be minded, and nothing to be done."""
    return Finding(words, is_note=True)


def wrong(words: str) -> Finding:
    """Something has to be put right."""
    return Finding(words, is_wrong=True)
