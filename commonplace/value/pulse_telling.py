"""What may be told of what people said to a sentence, by arithmetic alone: as in `fitness.telling`, and by the same
numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

from commonplace.lib.spread import FEWEST, Middle, held, middle_half


def told_of(said: Sequence[int], before: Middle | None) -> Middle | None:
    """Between which numbers the middle half lies; None under five.

    From one time to the next each end moves only as far as no single answer could have moved it; and of nine answers
    and more, not before two to five have changed since it last did.
    """
    if len(said) < FEWEST:
        return None
    return middle_half(said) if before is None else held(before, said)
