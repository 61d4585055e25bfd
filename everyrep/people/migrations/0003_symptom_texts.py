from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_demonstrator"),
    ]

    operations = [
        migrations.AddField(
            model_name="clinic",
            name="emergency_number",
            field=models.CharField(blank=True, default="", max_length=20),
        ),
        migrations.AddField(
            model_name="clinic",
            name="urgent_text",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="clinic",
            name="crisis_text",
            field=models.TextField(blank=True, default=""),
        ),
    ]
