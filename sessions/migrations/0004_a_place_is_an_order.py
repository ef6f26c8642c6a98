from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("agenda", "0003_sessions_for_registration")]

    operations = [
        migrations.RenameField("sessionpart", "position", "order"),
        migrations.RenameField("sessionorganizer", "position", "order"),
        migrations.AlterModelOptions(
            "sessionpart",
            {
                "ordering": ["order", "id"],
                "verbose_name": "person in a session",
                "verbose_name_plural": "people in sessions",
            },
        ),
        migrations.AlterModelOptions(
            "sessionorganizer",
            {
                "ordering": ["order", "id"],
                "verbose_name": "organizing delegation",
                "verbose_name_plural": "organizing delegations",
            },
        ),
    ]
