"""Of each address of an archive, the communities whose archives gave it: told by the handles that it stands beside."""

from collections import defaultdict

from django.db import migrations


def say_whose_archive(apps, schema_editor):
    Wrote = apps.get_model("people", "ArchiveAddress")
    Handle, Membership = apps.get_model("transfer", "Handle"), apps.get_model("communities", "Membership")
    told, stands = defaultdict(dict), defaultdict(dict)  # communities, each once and in order
    beside = Handle.objects.filter(person__isnull=False).exclude(address="").order_by("pk")
    for person, address, community in beside.values_list("person", "address", "community").iterator(chunk_size=2000):
        told[person, address][community] = True
    unsaid = Wrote.objects.filter(archive_of=0)
    for person, community in Membership.objects.filter(person__in=unsaid.values("person")).order_by("pk").values_list(
        "person", "community"
    ):
        stands[person][community] = True
    more = []
    for pk, person, address in list(unsaid.order_by("pk").values_list("pk", "person", "address")):
        # Where no handle tells, it is of where that name stands, if it stands in one community alone.
        only = stands[person] if len(stands[person]) == 1 else ()
        first, *others = told.get((person, address)) or only or (0,)
        Wrote.objects.filter(pk=pk).update(archive_of=first)
        more += [Wrote(person_id=person, address=address, archive_of=one) for one in others]
    Wrote.objects.bulk_create(more, batch_size=500, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("transfer", "0019_words_as_they_stand"), ("people", "0008_address_of_an_archive")]
    operations = [migrations.RunPython(say_whose_archive, migrations.RunPython.noop)]
