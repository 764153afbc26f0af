"""Addresses that were kept before every entrance spelt them in one way: small letters, the domain as servers know it."""

from django.db import migrations

from commonplace.lib.addresses import one_address


def spell_in_one_way(apps, schema_editor):
    Invitation = apps.get_model("communities", "Invitation")
    for pk, address in list(Invitation.objects.order_by("pk").values_list("pk", "address").iterator(chunk_size=2000)):
        if (spelt := one_address(address)) != address:
            Invitation.objects.filter(pk=pk).update(address=spelt)


class Migration(migrations.Migration):
    dependencies = [("communities", "0010_group_links")]
    operations = [migrations.RunPython(spell_in_one_way, migrations.RunPython.noop)]
