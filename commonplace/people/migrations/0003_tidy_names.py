"""Names that were kept before every entrance tidied them: composed, on one line, without what nobody sees."""

from django.db import migrations
from django.utils import timezone

from commonplace.lib.text import one_line


def tidy_names(apps, schema_editor):
    Person = apps.get_model("people", "Person")
    rows = Person.objects.order_by("pk").values_list("pk", "name")
    for pk, name in rows.iterator(chunk_size=2000):
        tidied = one_line(name)
        if tidied and tidied != name:
            # What indexes people reads on from there.
            Person.objects.filter(pk=pk).update(name=tidied, changed_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("people", "0002_claim")]
    operations = [migrations.RunPython(tidy_names, migrations.RunPython.noop)]
