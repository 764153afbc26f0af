"""What a letter needs to be tried for days, and to be one letter however often it goes."""

from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def name_and_date(apps, schema_editor):
    """Give each letter its own Message-ID and the date it was written, also those that wait from before."""
    Letter = apps.get_model("letters", "Letter")
    Letter.objects.update(dated_at=F("created_at"))
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    domain = "localhost" if ":" in host else host.encode("idna").decode("ascii")
    for pk in Letter.objects.filter(sent_at=None).values_list("pk", flat=True):
        Letter.objects.filter(pk=pk).update(message_id=make_msgid(domain=domain))


class Migration(migrations.Migration):

    dependencies = [
        ("letters", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Outage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("server", models.CharField(max_length=64, unique=True)),
                ("since", models.DateTimeField()),
                ("rests_until", models.DateTimeField()),
                ("failures", models.PositiveIntegerField(default=0)),
                ("last_error", models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.AddField("Letter", "useful_until", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("Letter", "failing_since", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("Letter", "fault", models.CharField(blank=True, max_length=20)),
        migrations.AddField(
            "Letter", "message_id", models.CharField(max_length=320, default=""), preserve_default=False
        ),
        migrations.AddField("Letter", "dated_at", models.DateTimeField(null=True)),
        migrations.RunPython(name_and_date, migrations.RunPython.noop),
        migrations.AlterField("Letter", "dated_at", models.DateTimeField()),
    ]
