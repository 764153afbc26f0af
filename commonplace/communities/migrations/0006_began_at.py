from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0005_remembered_count"),
    ]

    operations = [
        migrations.AddField(
            model_name="community",
            name="began_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
