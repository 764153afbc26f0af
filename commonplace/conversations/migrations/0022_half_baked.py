from django.db import migrations, models


def heed_what_was_said(apps, schema_editor):
    """Whoever began with "What if…?" was told beside it: half-baked; please do not quote."""
    posts = apps.get_model("conversations", "Post").objects
    posts.filter(number=1, conversation__kind="idea", origin="", is_automatic=False).update(is_half_baked=True)


class Migration(migrations.Migration):

    dependencies = [
        ('conversations', '0021_closed_elsewhere'),
    ]

    operations = [
        migrations.AddField(
            model_name='post',
            name='is_half_baked',
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(heed_what_was_said, migrations.RunPython.noop),
    ]
