"""The moments in which somebody read, and was here, are gone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("attention", "0010_keep_days")]
    operations = [
        migrations.RemoveField("readmark", "at"),
        migrations.RemoveField("readmark", "came_at"),
        migrations.RemoveField("visit", "at"),
        migrations.RemoveField("visit", "before"),
        migrations.AlterField("visit", "came_on", models.DateField()),
        migrations.AlterField("visit", "before_on", models.DateField()),
    ]
