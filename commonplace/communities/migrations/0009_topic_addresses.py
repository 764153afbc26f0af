"""Topics whose signs were left out of their address get one that says them: C, C++ and C# are three."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from commonplace.lib.slugs import topic_slug


def name_anew(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    topics = apps.get_model("communities", "Topic")
    for topic in topics.objects.order_by("pk").iterator():
        slug = topic_slug(topic.name)
        is_free = not topics.objects.filter(community_id=topic.community_id, slug=slug).exists()
        if slug and slug != topic.slug and is_free:
            topics.objects.filter(pk=topic.pk).update(slug=slug)


class Migration(migrations.Migration):
    dependencies = [("communities", "0008_ledger_marks")]
    operations = [migrations.RunPython(name_anew, migrations.RunPython.noop)]
