from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import Count, Q
from django.db.models.functions import Now


def count_apart(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Count those who can sign in and the names of archives, which were one number before."""
    membership, community = apps.get_model("communities", "Membership"), apps.get_model("communities", "Community")
    is_current = Q(standing__in=["member", "steward"]) | Q(standing="guest") & (
        Q(until__isnull=True) | Q(until__gt=Now())
    )
    is_claimed = Q(person__claimed_at__isnull=False)
    rows = membership.objects.filter(is_current).order_by().values_list("community")
    counted = rows.annotate(people=Count("pk", filter=is_claimed), remembered=Count("pk", filter=~is_claimed))
    for pk, people, remembered in counted:
        community.objects.filter(pk=pk).update(people_count=people, remembered_count=remembered)


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0004_named_as"),
        ("people", "0002_claim"),
    ]

    operations = [
        migrations.AddField(
            model_name="community",
            name="remembered_count",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(count_apart, migrations.RunPython.noop),
    ]
