from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("attention", "0002_no_letters")]

    operations = [
        migrations.AddField("readmark", "before", models.PositiveIntegerField(blank=True, null=True)),
        migrations.AddField("readmark", "came_at", models.DateTimeField(blank=True, null=True)),
    ]
