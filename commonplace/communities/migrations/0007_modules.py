from django.db import migrations, models

# What every community had before it could choose.
EVERYTHING = ["conversations", "people", "cultivation", "archives"]


def keep_what_is_there(apps, schema_editor):
    apps.get_model("communities", "Community").objects.update(modules=EVERYTHING)


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0006_began_at'),
    ]

    operations = [
        migrations.AddField(
            model_name='community',
            name='modules',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.RunPython(keep_what_is_there, migrations.RunPython.noop),
    ]
