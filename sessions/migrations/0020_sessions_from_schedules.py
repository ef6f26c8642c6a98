import django.db.models.deletion
from django.db import migrations, models

from conference.database.composite_keys import AddCompositeKey


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0019_sessions_are_planned_or_cancelled"),
        ("conference", "0039_published_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportedSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("guid", models.CharField(max_length=200, verbose_name="id in the file")),
                (
                    "conference",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conference.conference",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imported_as",
                        to="agenda.session",
                    ),
                ),
            ],
            options={
                "verbose_name": "session from a schedule",
                "verbose_name_plural": "sessions from schedules",
                "ordering": ["id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "conference"), name="agenda_importedsession_in_conference"
                    ),
                    models.UniqueConstraint(
                        fields=("conference", "guid"),
                        name="imported_session_once_a_guid",
                        violation_error_message="This event was brought in already.",
                    ),
                ],
            },
        ),
        AddCompositeKey("importedsession", "session"),
    ]
