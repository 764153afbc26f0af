"""Whether a text counts fewer than five people: of so few, each could be known by whoever knows the others."""

from __future__ import annotations

import re
from typing import Final

_NUMBERS: Final = "|".join(
    (
        "[1-4]|one|two|three|four|both|a couple|a pair",
        r"jedn[aąeoy]|jeden|jednej|jednego|dwaj|dwóch|dwoje|dwa|dwie|dwu|obie|obaj|oboje",
        r"trzy|trzej|trzech|troje|cztery|czterej|czterech|czworo",
    )
)
_PEOPLE: Final = "|".join(
    (
        "people|persons?|members?|women|woman|men|man|colleagues?|newcomers?|stewards?|engineers?|managers?",
        "employees?|practitioners?|users?|tellers?|authors?|of us",
        r"osob\w*|osób|ludzi\w*|kobiet\w*|mężczyzn\w*|kole[gż]\w*|człon\w*|z nas|spośród nas",
    )
)
# A word or two may stand between, as in "three of our younger members", or of how many, as in "3 of 12 members"; two
# thirds of the members are many.
_FEW: Final = re.compile(
    rf"(?<![\w.,:/-])(?P<few>(?:{_NUMBERS})(?!\s+(?:thirds|quarters|trzecie|czwarte)\b)"
    rf"(?:\s+(?:(?:out\s+)?of|na|z|ze|spośród)\s+\d+)?"
    rf"(?:\s+(?:(?:of|z|ze)\s+)?(?:[^\W\d_]+\s+){{0,2}}?)(?:{_PEOPLE}))(?!\w)",
    re.IGNORECASE,
)
# "one of our members said" names nobody by a count, and neither does "one person" where it means anybody.
_ANYBODY: Final = re.compile(r"(?:one|jedn\w*|jeden)\b", re.IGNORECASE)


def few_people_in(text: str) -> str:
    """The first count of two, three or four people in a text, or of a single one in digits; "" where there is none."""
    for found in _FEW.finditer(text):
        if not _ANYBODY.match(found["few"]):
            return found["few"]
    return ""
