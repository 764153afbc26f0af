"""What the base templates say around every page."""

from typing import Any

from django.http import HttpRequest


def spine(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the navigation for whoever reads, or None for strangers."""
    return {"spine": None}
