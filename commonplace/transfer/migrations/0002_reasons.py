"""Reasons that were kept as English sentences become codes."""

import re

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# What the sentences were, and what stands for them: the parts in brackets go along.
WERE = {
    "Merged": (
        ("the same mailbox", "same-mailbox"),
        ("the same full name and the same name before the @", "same-local-part"),
        ("the same full name at the same organisation", "same-organisation"),
        ("a list wrote this full name before its own address, and one person here has it", "rewritten"),
    ),
    "SetAside": (
        (r"One of (\d+) letters .* that nobody answered\.", r"flood \1"),
        (r"One of (\d+) letters .*; (\d+) of them sent the same text or link\.", r"flood-alike \1 \2"),
        (r"One of (\d+) letters .*; it reads like advertising\.", r"flood-hawking \1"),
        (r"It reads like advertising, its sender .*", "hawking"),
    ),
    "Unreadable": (
        (r"The file could not be read further: .*", "broken-off OSError"),
        (r"A line begins with From as a message does; .*", "false-start"),
        (r"It has none of the header lines .*", "no-header"),
        (r"Its parts are nested too deeply .*", "too-deep"),
        (r"It is no message that could be understood \((\w+)\)\.", r"not-understood \1"),
    ),
}


def encode(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for name, changes in WERE.items():
        rows = apps.get_model("transfer", name)._default_manager
        for reason in list(rows.order_by().values_list("reason", flat=True).distinct()):
            for was, code in changes:
                if found := re.fullmatch(was, reason, re.DOTALL):
                    rows.filter(reason=reason).update(reason=found.expand(code))
                    break
    apps.get_model("transfer", "Import")._default_manager.exclude(trouble="").update(trouble="interrupted")


class Migration(migrations.Migration):
    dependencies = [("transfer", "0001_initial")]
    operations = [migrations.RunPython(encode, migrations.RunPython.noop)]
