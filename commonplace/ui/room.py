"""What every room does when the house wakes up."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class Room(AppConfig):
    """An app that declares its verbs, its kinds of things and what it shows in places, where it has such files.

    Import the module, not the class, in `apps.py`: Django cannot choose between two configurations in one file.
    """

    def ready(self) -> None:
        for file in ("verbs", "described", "places", "merged", "held"):
            if find_spec(f"{self.name}.{file}"):
                import_module(f"{self.name}.{file}")
