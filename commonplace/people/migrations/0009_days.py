"""When somebody came in becomes a day; from where they came is kept no more."""

from datetime import UTC, timedelta

from django.db import migrations
from django.db.models.functions import TruncDay

DAYS = (
    ("people", "Person", ("last_login",), {}),
    ("mfa", "Authenticator", ("created_at", "last_used_at"), {}),
    ("socialaccount", "SocialAccount", ("last_login", "date_joined"), {}),
    ("usersessions", "UserSession", ("created_at", "last_seen_at"), {"ip": "::"}),
)


def keep_days(apps, schema_editor):
    for app, name, columns, others in DAYS:
        days = {column: TruncDay(column, tzinfo=UTC) for column in columns}
        apps.get_model(app, name).objects.update(**days, **others)
    ends = TruncDay("expire_date", tzinfo=UTC) + timedelta(days=1)
    apps.get_model("sessions", "Session").objects.update(expire_date=ends)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_address_of_an_archive"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("sessions", "0001_initial"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("usersessions", "0001_initial"),
    ]
    operations = [migrations.RunPython(keep_days, migrations.RunPython.noop)]
