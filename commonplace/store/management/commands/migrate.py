"""Django's own command, to which a new database comes made; see `store/fresh.py`."""

from typing import Any

from django.core.management.base import no_translations
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from commonplace.store import fresh

# Whoever asks for one of these wants to see or to take the steps themselves.
OF_STEPS = ("app_label", "migration_name", "plan", "check_unapplied", "fake", "fake_initial", "prune")


class Command(Migrate):
    """Brings a database up to date, new or older."""

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if not any(options[name] for name in OF_STEPS) and fresh.is_new(connection):
            fresh.make(connection)
        super().handle(*args, **options)
