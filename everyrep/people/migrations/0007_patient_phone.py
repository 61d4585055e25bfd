"""The clinic's number of a patient, to call them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_message_scope"),
    ]

    operations = [
        migrations.AddField(
            "patient",
            "phone",
            models.CharField(blank=True, default="", max_length=40),
        ),
    ]
