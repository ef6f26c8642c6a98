from django.db import migrations, models


class Migration(migrations.Migration):
    """Whom the administrator lets, makes conferences."""

    dependencies = [("conference", "0011_mails_in_the_language_of_their_reader")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="may_make_conferences",
            field=models.BooleanField(
                default=False,
                help_text="May make new conferences, and is then their organizer.",
                verbose_name="makes conferences",
            ),
        ),
    ]
