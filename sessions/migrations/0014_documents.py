import django.db.models.deletion
import i18nfield.fields
import sessions.models.documents
import sessions.models.sessions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0013_audiences_stay_inside"),
        ("conference", "0036_rooms_take_time_to_clear"),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "symbol",
                    models.CharField(
                        blank=True,
                        help_text="Such as DUS/2018/L.3.",
                        max_length=60,
                        verbose_name="symbol",
                    ),
                ),
                ("title", i18nfield.fields.I18nTextField(verbose_name="title")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "Published")],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "embargoed_until",
                    models.DateTimeField(
                        blank=True,
                        help_text="Published before, it is shown from then on.",
                        null=True,
                        verbose_name="embargoed until",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
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
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="agenda.agendaitem",
                        verbose_name="agenda item",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="agenda.session",
                        verbose_name="session",
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "ordering": ["order", "symbol", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DocumentFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=sessions.models.sessions.new_code,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("ar", "Arabic"),
                            ("zh-hans", "Chinese"),
                            ("en", "English"),
                            ("fr", "French"),
                            ("ru", "Russian"),
                            ("es", "Spanish"),
                            ("tg", "Tajik"),
                        ],
                        max_length=20,
                        verbose_name="language",
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        upload_to=sessions.models.documents.file_key, verbose_name="file"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        editable=False, max_length=200, verbose_name="name of the file"
                    ),
                ),
                ("size", models.PositiveIntegerField(editable=False, verbose_name="size")),
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="agenda.document",
                    ),
                ),
            ],
            options={
                "verbose_name": "language version",
                "verbose_name_plural": "language versions",
                "ordering": ["language", "id"],
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                fields=("id", "conference"), name="agenda_document_in_conference"
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("item__isnull", True), ("session__isnull", False)),
                    models.Q(("item__isnull", False), ("session__isnull", True)),
                    _connector="OR",
                ),
                name="document_of_a_session_or_an_item",
                violation_error_message="Choose the session or the agenda item that it belongs to: exactly one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentfile",
            constraint=models.UniqueConstraint(
                fields=("id", "conference"), name="agenda_documentfile_in_conference"
            ),
        ),
        migrations.AddConstraint(
            model_name="documentfile",
            constraint=models.UniqueConstraint(
                fields=("document", "language"),
                name="document_once_a_language",
                violation_error_message="The document has a file in this language already.",
            ),
        ),
    ]
