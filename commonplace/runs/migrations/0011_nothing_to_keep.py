"""That there is nothing to keep is a row of its own: for gatherings that nobody ran too, and with who said it."""

from django.db import migrations


def as_rows(apps, schema_editor):
    NothingToKeep = apps.get_model("runs", "NothingToKeep")
    said = apps.get_model("runs", "Run").objects.filter(nothing_to_keep=True).order_by("pk")
    NothingToKeep.objects.bulk_create(
        [NothingToKeep(gathering_id=one.gathering_id, at=one.finished_at or one.started_at) for one in said],
        batch_size=500,
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("runs", "0010_asked")]
    operations = [
        migrations.RunPython(as_rows, migrations.RunPython.noop),
        migrations.RemoveField(model_name="run", name="nothing_to_keep"),
    ]
