import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Greatest, Least


class Migration(migrations.Migration):
    """Whoever said that two delegates are two people, or that another spelling is one of them."""

    dependencies = [
        ("conference", "0009_kinds_have_an_order"),
        ("delegates", "0019_names_in_files"),
    ]
    operations = [
        migrations.CreateModel(
            name="KnownApart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("answered_at", models.DateTimeField(verbose_name="answered at")),
                (
                    "answered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
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
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="delegates.delegate",
                        verbose_name="one delegate",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="delegates.delegate",
                        verbose_name="another delegate",
                    ),
                ),
            ],
            options={
                "verbose_name": "pair known apart",
                "verbose_name_plural": "pairs known apart",
                "ordering": ["-answered_at", "-id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "conference"), name="delegates_knownapart_in_conference"
                    ),
                    models.UniqueConstraint(
                        Least("first", "second"),
                        Greatest("first", "second"),
                        name="known_apart_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first", models.F("second")), _negated=True),
                        name="known_apart_are_two_delegates",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SamePersonSpelling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "given_name",
                    models.CharField(blank=True, max_length=120, verbose_name="given name"),
                ),
                (
                    "family_name",
                    models.CharField(blank=True, max_length=120, verbose_name="family name"),
                ),
                ("name_key", models.TextField(editable=False)),
                ("answered_at", models.DateTimeField(verbose_name="answered at")),
                (
                    "answered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
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
                    "delegate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="other_spellings",
                        to="delegates.delegate",
                        verbose_name="delegate",
                    ),
                ),
            ],
            options={
                "verbose_name": "other spelling of a delegate",
                "verbose_name_plural": "other spellings of delegates",
                "ordering": ["-answered_at", "-id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "conference"),
                        name="delegates_samepersonspelling_in_conference",
                    ),
                    models.UniqueConstraint(
                        fields=("delegate", "name_key"), name="spelling_once_per_delegate"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name_key", ""), _negated=True),
                        name="spelling_is_a_name",
                    ),
                ],
            },
        ),
    ]
