from django.db import migrations, models


class Migration(migrations.Migration):
    """The table comes from cultivation, which kept it before (its 0002)."""

    dependencies = [
        ('communities', '0007_modules'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='LedgerMark',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=40, unique=True)),
                        ('sequence', models.PositiveBigIntegerField(default=0)),
                    ],
                ),
            ],
        ),
    ]
