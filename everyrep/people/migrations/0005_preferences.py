from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_ways_in"),
    ]

    operations = [
        migrations.AddField(
            model_name="patient",
            name="text_size",
            field=models.PositiveSmallIntegerField(default=100),
        ),
        migrations.AddField(
            model_name="patient",
            name="voice",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="patient",
            name="sounds",
            field=models.BooleanField(default=True),
        ),
    ]
