"""What the style guide shows: invented people and plain examples."""

from typing import Any


def everything() -> dict[str, Any]:
    return {}
