import django.db.models.deletion
from django.db import migrations, models


def drop(apps, schema_editor):
    """Drop the index of the conversation alone; changing the field would copy SQLite's whole table for it."""
    table = apps.get_model("conversations", "Post")._meta.db_table
    with schema_editor.connection.cursor() as cursor:
        found = schema_editor.connection.introspection.get_constraints(cursor, table)
    for name, one in found.items():
        if one["index"] and not one["unique"] and one["columns"] == ["conversation_id"]:
            schema_editor.execute(f"DROP INDEX {schema_editor.quote_name(name)}")


def make(apps, schema_editor):
    model = apps.get_model("conversations", "Post")
    schema_editor.execute(schema_editor._create_index_sql(model, fields=[model._meta.get_field("conversation")]))


class Migration(migrations.Migration):
    dependencies = [("conversations", "0014_render_anew")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="post",
                    name="conversation",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="posts",
                        to="conversations.conversation",
                    ),
                ),
            ],
            database_operations=[migrations.RunPython(drop, make)],
        ),
    ]
