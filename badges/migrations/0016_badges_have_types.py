import django.core.validators
import django.db.models.deletion
import i18nfield.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("badges", "0015_words_of_labels"),
        ("conference", "0032_words_of_labels"),
        ("delegates", "0046_words_of_labels"),
    ]

    operations = [
        migrations.AlterField(
            model_name="badge",
            name="delegate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="badges",
                to="delegates.delegate",
                verbose_name="delegate",
            ),
        ),
        migrations.CreateModel(
            name="BadgeType",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(editable=False, verbose_name="number")),
                ("name", i18nfield.fields.I18nCharField(max_length=400, verbose_name="name")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "is_personal",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="personal badge"
                    ),
                ),
                (
                    "holder",
                    models.CharField(
                        choices=[
                            ("delegate", "A delegate"),
                            ("delegation", "A delegation, whose members share it"),
                            ("vehicle", "A vehicle"),
                            ("nobody", "Nobody yet: given to a delegate at the desk"),
                        ],
                        max_length=20,
                        verbose_name="who holds it",
                    ),
                ),
                (
                    "quota",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="At most so many for each delegation.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="quota",
                    ),
                ),
                (
                    "starts_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="opens from"),
                ),
                (
                    "ends_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="opens until"),
                ),
                (
                    "is_beside_personal",
                    models.BooleanField(
                        default=False, verbose_name="opens only together with a personal badge"
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
                    "design",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: the design of the category.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="types",
                        to="badges.badgedesign",
                        verbose_name="design",
                    ),
                ),
            ],
            options={
                "verbose_name": "badge type",
                "verbose_name_plural": "badge types",
                "ordering": ["order", "number"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="badge",
            name="type",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="badges",
                to="badges.badgetype",
                verbose_name="type",
            ),
        ),
        migrations.CreateModel(
            name="BadgeTypeZone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="type_zones",
                        to="badges.badgetype",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="type_zones",
                        to="conference.zone",
                        verbose_name="zone",
                    ),
                ),
            ],
            options={
                "verbose_name": "zone of a badge type",
                "verbose_name_plural": "zones of badge types",
                "ordering": ["zone__order", "id"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="badgetype",
            name="zones",
            field=models.ManyToManyField(
                related_name="badge_types",
                through="badges.BadgeTypeZone",
                to="conference.zone",
                verbose_name="zones",
            ),
        ),
        migrations.AddConstraint(
            model_name="badgetypezone",
            constraint=models.UniqueConstraint(
                fields=("id", "conference"), name="badges_badgetypezone_in_conference"
            ),
        ),
        migrations.AddConstraint(
            model_name="badgetypezone",
            constraint=models.UniqueConstraint(
                fields=("type", "zone"), name="badge_type_zone_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="badgetype",
            constraint=models.UniqueConstraint(
                fields=("id", "conference"), name="badges_badgetype_in_conference"
            ),
        ),
        migrations.AddConstraint(
            model_name="badgetype",
            constraint=models.UniqueConstraint(
                fields=("conference", "number"), name="badge_type_number_unique_in_conference"
            ),
        ),
        migrations.AddConstraint(
            model_name="badgetype",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_personal", True)),
                fields=("conference",),
                name="badge_type_one_personal_per_conference",
            ),
        ),
        migrations.AddConstraint(
            model_name="badgetype",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1), ("number__lte", 255)),
                name="badge_type_number_fits_a_byte",
            ),
        ),
        migrations.AddConstraint(
            model_name="badgetype",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_personal", False),
                    models.Q(("holder", "delegate"), ("is_beside_personal", False)),
                    _connector="OR",
                ),
                name="badge_type_personal_is_of_a_delegate",
            ),
        ),
        migrations.AddConstraint(
            model_name="badgetype",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("quota__isnull", True),
                    models.Q(("holder__in", ["delegation", "vehicle"]), ("quota__gte", 1)),
                    _connector="OR",
                ),
                name="badge_type_quota_is_of_a_delegation",
                violation_error_message="A quota is for what a delegation holds.",
            ),
        ),
        migrations.AddConstraint(
            model_name="badgetype",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_at__isnull", True),
                    ("ends_at__isnull", True),
                    ("starts_at__lt", models.F("ends_at")),
                    _connector="OR",
                ),
                name="badge_type_starts_before_it_ends",
                violation_error_message="The badge would stop opening before it begins.",
            ),
        ),
    ]
