"""Addresses of pages, found once: a list names dozens, and finding one takes longer than a database does for a row."""

from functools import lru_cache

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


@lru_cache(maxsize=20_000)
def address(name: str, *args: str | int) -> str:
    """The address of a page by its name, as `reverse` gives it."""
    return reverse(name, args=args)


def back_to(request: HttpRequest) -> str:
    """Where a form says (as `next`) that its reader came from, within this house; "" where it does not."""
    onward = request.POST.get("next", "")
    if onward.startswith("/") and url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        return onward
    return ""
