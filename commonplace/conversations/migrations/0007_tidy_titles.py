"""Titles that were kept before every entrance tidied them."""

from django.db import migrations

from commonplace.lib.text import one_line


def tidy_titles(apps, schema_editor):
    Conversation = apps.get_model("conversations", "Conversation")
    rows = Conversation.objects.order_by("pk").values_list("pk", "title")
    for pk, title in rows.iterator(chunk_size=2000):
        tidied = one_line(title)
        if tidied and tidied != title:
            Conversation.objects.filter(pk=pk).update(title=tidied)


class Migration(migrations.Migration):
    dependencies = [("conversations", "0006_idempotency_key")]
    operations = [migrations.RunPython(tidy_titles, migrations.RunPython.noop)]
