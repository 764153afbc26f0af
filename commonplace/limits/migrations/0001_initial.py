from django.db import migrations

from commonplace.store.fresh import BesideModels

# Not logged: what is counted here may be forgotten in a crash, and no write waits for the disk.
TABLE = "CREATE UNLOGGED TABLE limits_row (key bytea PRIMARY KEY, value text, until bigint NOT NULL)"
INDEX = "CREATE INDEX limits_row_until ON limits_row (until)"


def make(apps, schema_editor):
    """Beside SQLite the rows are in a file of their own; see limits/store.py."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(TABLE)
        schema_editor.execute(INDEX)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TABLE limits_row")


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [BesideModels(make, drop)]
