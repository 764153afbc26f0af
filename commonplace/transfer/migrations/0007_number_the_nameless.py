"""People whom all letters leave nameless were all called the same: each gets a number, through a community's archives."""

from django.db import migrations
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext, override

CALLED = ("Unnamed correspondent", "Ktoś bez nazwiska")


def number_the_nameless(apps, schema_editor):
    Handle, Import, Person = (
        apps.get_model("transfer", "Handle"),
        apps.get_model("transfer", "Import"),
        apps.get_model("people", "Person"),
    )
    nameless = Handle.objects.filter(person__name__in=CALLED, person__claimed_at=None)
    for community in nameless.order_by("community").values_list("community", flat=True).distinct():
        theirs = nameless.filter(community=community).values("person")
        # Whoever another community's archive has numbered is called so no longer, and keeps that number.
        pks = list(Person.objects.filter(pk__in=theirs).order_by("joined_at", "pk").values_list("pk", flat=True))
        run = Import.objects.filter(community=community).order_by("pk").select_related("community").first()
        with override(run.community.language):
            for number, pk in enumerate(pks, 1):
                name = gettext("Correspondent %(number)d") % {"number": number}
                Person.objects.filter(pk=pk).update(name=name, changed_at=timezone.now())
        Import.objects.filter(pk=run.pk).update(unnamed=F("unnamed") + len(pks))


class Migration(migrations.Migration):
    dependencies = [("transfer", "0006_likeness"), ("people", "0004_way_back")]
    operations = [migrations.RunPython(number_the_nameless, migrations.RunPython.noop)]
