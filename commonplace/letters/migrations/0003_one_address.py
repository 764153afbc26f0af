"""Addresses that were kept before every entrance spelt them in one way: small letters, the domain as servers know it."""

from django.db import migrations

from commonplace.lib.addresses import one_address


def spell_in_one_way(apps, schema_editor):
    Letter = apps.get_model("letters", "Letter")
    for pk, address in list(Letter.objects.order_by("pk").values_list("pk", "to").iterator(chunk_size=2000)):
        if (spelt := one_address(address)) != address:
            Letter.objects.filter(pk=pk).update(to=spelt)


class Migration(migrations.Migration):
    dependencies = [("letters", "0002_delivery")]
    operations = [migrations.RunPython(spell_in_one_way, migrations.RunPython.noop)]
