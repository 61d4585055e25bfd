from django.db import migrations

from everyrep.tenancy.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_initial")]
    operations = [
        append_only("conversations_message"),
        append_only("conversations_photo"),
        append_only("conversations_readreceipt"),
        append_only("conversations_settled"),
    ]
