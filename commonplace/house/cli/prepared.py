"""A database that is ready: commands that need one call this first."""

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from commonplace.house import data_folder


class NotReady(RuntimeError):
    """What a command stands on is not there; the words say what, in one line."""


def prepare() -> None:
    """Bring an empty or older database up to date; quick when there is nothing to do. Raises NotReady."""
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as problem:
        said = " ".join(str(problem).split())
        raise NotReady(f"The database does not answer: {said}. Look at DATABASE_URL.") from problem
    data_folder.close(settings.DATA, str(settings.DATABASES["default"]["NAME"]))
