"""Entries gain the last day they speak of; until now each spoke of one."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def one_day_each(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    entries = apps.get_model("logbook", "Entry").objects.using(editor.connection.alias)
    entries.update(last_date=models.F("local_date"))


class Migration(migrations.Migration):
    dependencies = [
        ("logbook", "0002_append_only"),
    ]

    operations = [
        migrations.AddField("entry", "last_date", models.DateField(null=True)),
        migrations.RunPython(one_day_each, migrations.RunPython.noop),
        migrations.AlterField("entry", "last_date", models.DateField()),
    ]
