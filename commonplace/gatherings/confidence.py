"""What may be told of a gathering, and how it relates to that of its space: stricter perhaps, looser never."""

from __future__ import annotations

from commonplace.communities.doors import Confidence


def at_least(chosen: str, *, of_space: str) -> Confidence:
    """The stricter of what was chosen and what the space asks for; what nobody knows counts as sealed."""
    return max(_known(chosen), _known(of_space), key=lambda one: one.strictness)


def may_be_chosen(of_space: str) -> list[Confidence]:
    """What a gathering in such a space may be held in."""
    return [one for one in Confidence if one.strictness >= _known(of_space).strictness]


def _known(word: str) -> Confidence:
    return Confidence(word) if word in Confidence.values else Confidence.SEALED
