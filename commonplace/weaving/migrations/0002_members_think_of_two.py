"""A member may say of two others that they should meet, who may have to wait until they can be asked."""

from django.db import migrations, models
from django.db.models import F


def when_proposed(apps, schema_editor):
    """What stewards proposed was asked at once."""
    proposed = apps.get_model("weaving", "Introduction").objects.exclude(asked_at=None)
    proposed.update(proposed_at=F("asked_at"))


class Migration(migrations.Migration):
    dependencies = [("weaving", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="introduction", name="proposed_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AlterField(
            model_name="introduction",
            name="why",
            field=models.CharField(
                choices=[
                    ("newcomer", "Newcomer"),
                    ("asks", "Asks"),
                    ("answers", "Answers"),
                    ("member", "Member"),
                ],
                max_length=8,
            ),
        ),
        migrations.RunPython(when_proposed, migrations.RunPython.noop),
    ]
