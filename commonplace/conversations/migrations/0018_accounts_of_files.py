"""Files count in the use of the community that has them: those that came with posts, or wait for one."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def name_the_account(apps, schema_editor):
    Attachment, Upload = (apps.get_model("conversations", name) for name in ("Attachment", "Upload"))
    files = apps.get_model("files", "StoredFile").objects.filter(account=None)
    for rows, community in (
        (Attachment.objects.order_by("pk"), "post__conversation__community"),
        (Upload.objects.order_by("pk"), "community"),
    ):
        whose = rows.filter(file=OuterRef("pk")).values(community)[:1]
        files.filter(pk__in=rows.values("file")).update(account=Subquery(whose))


class Migration(migrations.Migration):
    dependencies = [("conversations", "0017_thanks_elsewhere"), ("files", "0005_versions_and_previews")]
    operations = [migrations.RunPython(name_the_account, migrations.RunPython.noop)]
