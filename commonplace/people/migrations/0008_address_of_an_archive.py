"""An address is one person's within the archives of one community; `transfer` says afterwards whose archives they are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0007_one_address")]
    operations = [
        migrations.AddField("archiveaddress", "archive_of", models.PositiveBigIntegerField(default=0)),
        migrations.AlterField("archiveaddress", "address", models.CharField(max_length=320)),
        migrations.AddConstraint(
            "archiveaddress",
            models.UniqueConstraint(fields=["address", "archive_of"], name="one_person_of_an_address_in_an_archive"),
        ),
    ]
