"""Addresses that were kept before every entrance spelt them in one way: small letters, the domain as servers know it."""

from django.db import migrations

from commonplace.lib.addresses import one_address


def spell_in_one_way(apps, schema_editor):
    Handle = apps.get_model("transfer", "Handle")
    for pk, address in list(Handle.objects.order_by("pk").values_list("pk", "address").iterator(chunk_size=2000)):
        if (spelt := one_address(address)) != address:
            Handle.objects.filter(pk=pk).update(address=spelt)


class Migration(migrations.Migration):
    dependencies = [("transfer", "0010_taken_back")]
    operations = [migrations.RunPython(spell_in_one_way, migrations.RunPython.noop)]
