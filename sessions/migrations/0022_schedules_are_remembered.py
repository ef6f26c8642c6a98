from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agenda", "0021_sessions_are_found_by_their_words")]

    operations = [
        migrations.AddField(
            model_name="importedsession",
            name="written",
            field=models.JSONField(default=dict, editable=False),
        ),
    ]
