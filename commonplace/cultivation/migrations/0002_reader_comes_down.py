from django.db import migrations


class Migration(migrations.Migration):
    """Which deeds were read is kept by the ledger's own room; the rows stay where they are, under its name."""

    dependencies = [
        ('cultivation', '0001_initial'),
    ]
    run_before = [
        ('communities', '0008_ledger_marks'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable('Reader', 'communities_ledgermark')],
            state_operations=[migrations.DeleteModel('Reader')],
        ),
    ]
