import django.db.models.deletion
from django.db import migrations, models

import delegates.models.registration.nominations
from conference.database.composite_keys import AddCompositeKey


class Migration(migrations.Migration):
    """Pages of notes verbales are drawn. Those of notes that are here already are asked for by
    whoever looks at one.
    """

    dependencies = [
        ("conference", "0048_who_reads_the_mail_of_an_address"),
        ("delegates", "0102_places_beyond_quotas_have_reasons"),
    ]

    operations = [
        migrations.CreateModel(
            name="NominationPage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("lease", models.UUIDField(editable=False, null=True)),
                ("leased_until", models.DateTimeField(editable=False, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("error", models.TextField(blank=True, editable=False, verbose_name="error")),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                (
                    "picture",
                    models.FileField(
                        blank=True,
                        editable=False,
                        upload_to=delegates.models.registration.nominations.picture_key,
                    ),
                ),
                ("width", models.PositiveIntegerField(editable=False, null=True)),
                ("height", models.PositiveIntegerField(editable=False, null=True)),
                ("file_pages", models.PositiveIntegerField(editable=False, null=True)),
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
                    "nomination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pages",
                        to="delegates.nomination",
                    ),
                ),
            ],
            options={
                "verbose_name": "page of a nomination",
                "verbose_name_plural": "pages of nominations",
                "ordering": ["nomination", "number"],
                "abstract": False,
                "default_permissions": ("view",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "conference"), name="delegates_nominationpage_in_conference"
                    ),
                    models.UniqueConstraint(
                        fields=("nomination", "number"), name="nomination_page_is_drawn_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("height__isnull", False),
                                ("state", "done"),
                                ("width__isnull", False),
                                models.Q(("picture", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "done"), _negated=True),
                                ("height", None),
                                ("picture", ""),
                                ("width", None),
                            ),
                            _connector="OR",
                        ),
                        name="nomination_page_has_a_picture_when_done",
                    ),
                ],
            },
        ),
        AddCompositeKey("nominationpage", "nomination"),
    ]
