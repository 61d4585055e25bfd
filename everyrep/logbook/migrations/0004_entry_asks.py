"""Entries gain a mark for questions, so that a clinic's unanswered ones are found without reading the log."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def mark_questions(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    entries = apps.get_model("logbook", "Entry").objects.using(editor.connection.alias)
    entries.filter(item_key="", body__type="question").update(asks=True)


class Migration(migrations.Migration):
    dependencies = [
        ("logbook", "0003_last_date"),
    ]

    operations = [
        migrations.AddField("entry", "asks", models.BooleanField(default=False)),
        migrations.RunPython(mark_questions, migrations.RunPython.noop),
        migrations.AddIndex(
            "entry",
            models.Index(fields=["clinic", "patient"], condition=models.Q(asks=True), name="entry_that_asks"),
        ),
    ]
