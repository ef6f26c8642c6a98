from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("conference", "0006_sign_ins")]

    operations = [
        migrations.RenameField("venue", "position", "order"),
        migrations.RenameField("room", "position", "order"),
        migrations.RenameField("zone", "position", "order"),
        migrations.AlterModelOptions(
            "venue",
            {
                "ordering": ["order", "id"],
                "verbose_name": "venue",
                "verbose_name_plural": "venues",
            },
        ),
        migrations.AlterModelOptions(
            "room",
            {
                "ordering": ["order", "id"],
                "verbose_name": "room",
                "verbose_name_plural": "rooms",
            },
        ),
        migrations.AlterModelOptions(
            "zone",
            {
                "ordering": ["order", "id"],
                "verbose_name": "zone",
                "verbose_name_plural": "zones",
            },
        ),
    ]
