"""A caregiver may also be allowed to read and write messages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_preferences"),
    ]

    operations = [
        migrations.AlterField(
            "caregiver",
            "scope",
            models.CharField(
                max_length=10, choices=[("log", "log"), ("view", "view"), ("message", "message")]
            ),
        ),
    ]
