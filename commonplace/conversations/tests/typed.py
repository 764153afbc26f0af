"""What the tests of this room type, and where they send it."""

from collections.abc import Callable

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
