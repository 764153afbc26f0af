"""What was told stays until five said otherwise, so it is kept whether it was worked out anew; numbers of people go into
fives. Of pictures drawn before, it is not known who was counted.
"""

from django.db import migrations, models
from django.db.models import F, Value
from django.db.models.functions import Greatest, Mod

FEWEST = 5


def in_fives(apps, schema_editor):
    """As `telling.drawn` has it: four less, in fives, and five at least."""
    profiles = apps.get_model("orientations", "Profile").objects.exclude(closed_at=None)
    profiles.filter(drawn__lt=FEWEST).update(drawn=0)
    less = F("drawn") - (FEWEST - 1)
    profiles.exclude(drawn=0).update(drawn=Greatest(Value(FEWEST), less - Mod(less, FEWEST)))


class Migration(migrations.Migration):
    dependencies = [("orientations", "0001_initial")]

    operations = [
        migrations.AddField(model_name="leaning", name="is_counted", field=models.BooleanField(default=False)),
        migrations.AddField(model_name="profile", name="drawn_is_new", field=models.BooleanField(default=True)),
        migrations.AddField(model_name="spread", name="today_is_new", field=models.BooleanField(default=True)),
        migrations.AddField(model_name="spread", name="wanted_is_new", field=models.BooleanField(default=True)),
        migrations.RunPython(in_fives, migrations.RunPython.noop),
    ]
