"""A new database is made at once, as the models say, and not by every step since the first.

Django makes all models anew for each step, so steps cost the more the more rooms there are, while what they end in is
known. They are for houses that have rows. Both ways end in the same tables: `house/tests/test_fresh.py`. The tables of
an older house, whose archive comes back, are made at once too, as its last steps say.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.apps import apps
from django.db import router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import StateApps


class BesideModels(RunPython):
    """A step that makes what no model tells of, and asks for none: a new database takes it too."""

    def beside(self, editor: BaseDatabaseSchemaEditor) -> None:
        self.code(StateApps([], {}), editor)


def is_new(connection: BaseDatabaseWrapper) -> bool:
    """Whether no step was taken here, and no table of a model stands here."""
    if MigrationRecorder(connection).applied_migrations():
        return False
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return ours.isdisjoint(connection.introspection.table_names())


def make(connection: BaseDatabaseWrapper, *, last: Sequence[tuple[str, str]] | None = None) -> None:
    """Make every table, with what stands beside them, and note every step as taken; all of it or nothing.

    With `last`, the tables that were there when those were the last steps.
    """
    executor = MigrationExecutor(connection)
    rooms = apps if last is None else executor.loader.project_state(last).apps
    plan = executor.migration_plan(last or executor.loader.graph.leaf_nodes())
    with connection.schema_editor(atomic=True) as editor:
        for room in rooms.get_app_configs():
            for model in router.get_migratable_models(room, connection.alias, include_auto_created=False):
                if model._meta.can_migrate(connection):
                    editor.create_model(model)
        for migration, _ in plan:
            for step in migration.operations:
                if isinstance(step, BesideModels):
                    step.beside(editor)
        executor.recorder.ensure_schema()
        for migration, _ in plan:
            executor.record_migration(migration.app_label, migration.name)
