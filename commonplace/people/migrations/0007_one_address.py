"""Addresses that were kept before every entrance spelt them in one way: small letters, the domain as servers know it."""

from django.db import IntegrityError, migrations, transaction

from commonplace.lib.addresses import one_address


def spell_in_one_way(apps, schema_editor):
    Own, Wrote = apps.get_model("account", "EmailAddress"), apps.get_model("people", "ArchiveAddress")
    for pk, address in list(Wrote.objects.order_by("pk").values_list("pk", "address").iterator(chunk_size=2000)):
        spelt = one_address(address)
        if spelt != address and not kept(Wrote.objects.filter(pk=pk), address=spelt):
            # Two names of archives wrote from it. Whoever owns it may claim the other, and nobody finds this any more.
            Wrote.objects.filter(pk=pk).delete()
    for one in list(Own.objects.order_by("-verified", "pk").iterator(chunk_size=2000)):
        spelt = one_address(one.email)
        if spelt == one.email:
            continue
        twin = Own.objects.filter(user=one.user_id, email=spelt).first()
        if twin is None:
            # Where two persons have proven one mailbox the second stays as it was spelt, and the doctor tells of it.
            kept(Own.objects.filter(pk=one.pk), email=spelt)
            continue
        # One person had both: what either was, the one that stays is.
        Own.objects.filter(pk=one.pk).delete()
        for what in ("primary", "verified"):
            if getattr(one, what):
                kept(Own.objects.filter(pk=twin.pk), **{what: True})


def kept(rows, **values):
    """Write, unless it would then be there twice."""
    try:
        with transaction.atomic():
            rows.update(**values)
    except IntegrityError:
        return False
    return True


class Migration(migrations.Migration):
    dependencies = [("people", "0006_uses_keys"), ("account", "0009_emailaddress_unique_primary_email")]
    operations = [migrations.RunPython(spell_in_one_way, migrations.RunPython.noop)]
