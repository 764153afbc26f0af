"""SQLite's index is kept in parts; two of about the same size may be put together at once."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from commonplace.store.fresh import BesideModels


def set_least(editor: BaseDatabaseSchemaEditor, least: int) -> None:
    if editor.connection.vendor == "sqlite":
        editor.execute(f"INSERT INTO search_words(search_words, rank) VALUES ('usermerge', {least})")


def make(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    set_least(editor, 2)


def unmake(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    set_least(editor, 4)


class Migration(migrations.Migration):
    dependencies = [("search", "0003_words_as_tokens")]
    operations = [BesideModels(make, unmake)]
