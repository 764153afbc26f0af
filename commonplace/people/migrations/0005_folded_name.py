"""Names as they are looked up, by both databases alike."""

from django.db import migrations, models

import commonplace.people.models
from commonplace.lib.folding import folded


def fold_names(apps, schema_editor):
    Person = apps.get_model("people", "Person")
    names = Person.objects.order_by("pk").values_list("pk", "name")
    for pk, name in names.iterator(chunk_size=2000):
        Person.objects.filter(pk=pk).update(folded_name=folded(name))


class Migration(migrations.Migration):
    dependencies = [("people", "0004_way_back")]
    operations = [
        migrations.AddField(
            "person",
            "folded_name",
            commonplace.people.models.FoldedName(blank=True, default="", editable=False, max_length=160),
        ),
        migrations.AddIndex("person", models.Index(fields=["folded_name"], name="people_pers_folded__f1adc2_idx")),
        migrations.RunPython(fold_names, migrations.RunPython.noop),
    ]
