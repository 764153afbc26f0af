from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import Max, Min


def look_back(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Of archives that are here already: when their letters were sent, and with them, since when a community is."""
    run, letter = apps.get_model("transfer", "Import"), apps.get_model("transfer", "Letter")
    community = apps.get_model("communities", "Community")
    spans = letter.objects.filter(place__isnull=False).order_by().values_list("run")
    for pk, first, last in spans.annotate(first=Min("sent_at"), last=Max("sent_at")):
        run.objects.filter(pk=pk).update(first_at=first, last_at=last)
    brought = letter.objects.filter(post__isnull=False).order_by().values_list("community")
    for pk, first in brought.annotate(first=Min("sent_at")):
        community.objects.filter(pk=pk).update(began_at=first)


class Migration(migrations.Migration):
    dependencies = [
        ("transfer", "0003_enclosed"),
        ("communities", "0006_began_at"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="first_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="import",
            name="last_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(look_back, migrations.RunPython.noop),
    ]
