import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conference", "0009_kinds_have_an_order"),
        ("delegates", "0031_marks_are_taken_out"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CellMeaning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("word", "Means a word of the list"),
                            ("nothing", "Means that nothing is there"),
                            ("rows", "Only rows with it are read"),
                        ],
                        max_length=10,
                        verbose_name="use",
                    ),
                ),
                (
                    "column",
                    models.CharField(
                        blank=True,
                        help_text="Ours for a word, of the file for a choice of rows; none: any.",
                        max_length=200,
                        verbose_name="column",
                    ),
                ),
                (
                    "heading",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="heading in the file"
                    ),
                ),
                ("key", models.CharField(blank=True, editable=False, max_length=200)),
                ("text", models.CharField(max_length=200, verbose_name="in the file")),
                ("value", models.CharField(blank=True, max_length=200, verbose_name="meaning")),
                ("said_at", models.DateTimeField(verbose_name="said at")),
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
                    "said_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="said by",
                    ),
                ),
            ],
            options={
                "verbose_name": "cell of imported files",
                "verbose_name_plural": "cells of imported files",
                "ordering": ["use", "column", "key"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "conference"), name="delegates_cellmeaning_in_conference"
                    ),
                    models.UniqueConstraint(
                        fields=("conference", "use", "column", "key"),
                        name="cell_meaning_one_per_text_in_column",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("heading", ""),
                                ("use", "word"),
                                models.Q(("column", ""), _negated=True),
                                models.Q(("value", ""), _negated=True),
                            ),
                            models.Q(
                                ("key", ""),
                                ("use", "rows"),
                                ("value", ""),
                                models.Q(("column", ""), _negated=True),
                                models.Q(("heading", ""), _negated=True),
                            ),
                            models.Q(
                                ("column", ""), ("heading", ""), ("use", "nothing"), ("value", "")
                            ),
                            _connector="OR",
                        ),
                        name="cell_meaning_says_what_its_use_needs",
                    ),
                ],
            },
        ),
    ]
