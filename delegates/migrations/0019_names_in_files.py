import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Whom the files of a conference mean by a name that nobody else knows."""

    dependencies = [
        ("conference", "0009_kinds_have_an_order"),
        ("delegates", "0018_crown_princes_need_no_photo"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PartyAlias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="name in files")),
                ("key", models.CharField(editable=False, max_length=500)),
                ("added_at", models.DateTimeField(editable=False, verbose_name="added at")),
                (
                    "added_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="added by",
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
                    "country",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="delegates.country",
                        verbose_name="country",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="delegates.organization",
                        verbose_name="organization",
                    ),
                ),
            ],
            options={
                "verbose_name": "name in files",
                "verbose_name_plural": "names in files",
                "ordering": ["key"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "conference"), name="delegates_partyalias_in_conference"
                    ),
                    models.UniqueConstraint(
                        fields=("conference", "key"), name="alias_means_one_party_in_conference"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("country__isnull", False), ("organization__isnull", True)),
                            models.Q(("country__isnull", True), ("organization__isnull", False)),
                            _connector="OR",
                        ),
                        name="alias_of_a_country_or_an_organization",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partyalias",
            trigger=pgtrigger.compiler.Trigger(
                name="alias_of_an_organization_known_here",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."organization_id" IS NOT NULL)',
                    func="\n                    IF EXISTS (\n                        SELECT FROM delegates_organization\n                        WHERE id = NEW.organization_id AND conference_id <> NEW.conference_id\n                    ) THEN\n                        RAISE EXCEPTION 'This organization is known to another conference only.'\n                        USING ERRCODE = 'foreign_key_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="16a077f4505113ac4e7b116cdd173d00ebf5fea5",
                    operation='INSERT OR UPDATE OF "organization_id", "conference_id"',
                    pgid="pgtrigger_alias_of_an_organization_known_here_23633",
                    table="delegates_partyalias",
                    when="BEFORE",
                ),
            ),
        ),
    ]
