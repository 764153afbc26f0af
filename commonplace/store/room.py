"""What every room does when the house wakes up."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class Room(AppConfig):
    """An app that says in one file, `offers.py`, what it brings to the rooms below it.

    Import the module, not the class, in `apps.py`: Django cannot choose between two configurations in one file.
    """

    def ready(self) -> None:
        if find_spec(f"{self.name}.offers"):
            import_module(f"{self.name}.offers")
