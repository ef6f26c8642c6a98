from django.db import migrations, models


class Migration(migrations.Migration):
    """A line says which delegation has to be registered for it, so that answers renew the count."""

    dependencies = [("delegates", "0036_answers_for_every_conference")]

    operations = [
        migrations.AddField(
            model_name="importline",
            name="new_delegation",
            field=models.CharField(blank=True, max_length=80),
        ),
    ]
