"""Room for days where moments are kept; PostgreSQL fills a column in another transaction than it makes it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("attention", "0008_push_devices")]
    operations = [
        migrations.AddField("readmark", "told_to", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("readmark", "there", models.PositiveIntegerField(blank=True, null=True)),
        migrations.AddField("readmark", "came_on", models.DateField(blank=True, null=True)),
        migrations.AddField("visit", "came_on", models.DateField(null=True)),
        migrations.AddField("visit", "before_on", models.DateField(null=True)),
        # Empty for the way back alone.
        migrations.AlterField("visit", "before", models.DateTimeField(null=True)),
    ]
