"""What the tests of this room type, and where they send it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from django.test import Client

from commonplace.people.models import Person

SignIn = Callable[[Person], Client]

HERE = "/c/stick/conversations/"
NEW = f"{HERE}new"
WORDS = {
    "kind": "tip",
    "title": "A wet finger",
    "text": "It finds a draught.",
    "space": "table",
    "topics": "tricks, air",
}

# Of the fixture `long`.
LENGTH = 175
BEGAN = datetime(2024, 3, 1, 12, tzinfo=UTC)


def numbers(page: str) -> list[int]:
    """The numbers of the posts on a page."""
    return [int(number) for number in re.findall(r'<article class="post[^>]* id="p(\d+)"', page)]
