"""Files of harvests count in the use of their community."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def name_the_account(apps, schema_editor):
    rows = apps.get_model("runs", "HarvestFile").objects.order_by("pk")
    whose = rows.filter(file=OuterRef("pk")).values("run__gathering__community")[:1]
    files = apps.get_model("files", "StoredFile").objects.filter(account=None)
    files.filter(pk__in=rows.values("file")).update(account=Subquery(whose))


class Migration(migrations.Migration):
    dependencies = [("runs", "0022_harvest_files"), ("files", "0005_versions_and_previews")]
    operations = [migrations.RunPython(name_the_account, migrations.RunPython.noop)]
