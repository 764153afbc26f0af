"""Since when a post names someone: those of before since it was written, so that nobody is called again."""

import django.utils.timezone
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def name_since_written(apps, schema_editor):
    Mention, Post = (apps.get_model("conversations", name) for name in ("Mention", "Post"))
    written = Post.objects.filter(pk=OuterRef("post")).values("written_at")
    Mention.objects.update(named_at=Subquery(written))


class Migration(migrations.Migration):
    dependencies = [("conversations", "0008_draft_of_each_form")]
    operations = [
        migrations.AddField("mention", "named_at", models.DateTimeField(default=django.utils.timezone.now)),
        migrations.AddField("mention", "dropped_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunPython(name_since_written, migrations.RunPython.noop),
    ]
