import django.contrib.postgres.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import sessions.models.releases
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0015_documents_stay_inside"),
        ("conference", "0039_published_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(editable=False, verbose_name="number")),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="Readers see it in the list of releases, for example “Final agenda”.",
                        max_length=200,
                        verbose_name="name",
                    ),
                ),
                ("released_at", models.DateTimeField(editable=False, verbose_name="released at")),
            ],
            options={
                "verbose_name": "release",
                "verbose_name_plural": "releases",
                "ordering": ["-number"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SessionVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("public", "Public"),
                            ("delegates", "All delegates"),
                            ("groups", "Named groups"),
                            ("invitation", "By invitation"),
                            ("closed", "Closed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
                ("facts", models.JSONField()),
            ],
            options={
                "verbose_name": "released session",
                "verbose_name_plural": "released sessions",
                "ordering": ["starts_at", "id"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="release",
            name="conference",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="conference.conference",
            ),
        ),
        migrations.AddField(
            model_name="release",
            name="released_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="released by",
            ),
        ),
        migrations.AddField(
            model_name="sessionversion",
            name="conference",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="conference.conference",
            ),
        ),
        migrations.AddField(
            model_name="sessionversion",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="agenda.session",
            ),
        ),
        migrations.AddField(
            model_name="sessionversion",
            name="since",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="began",
                to="agenda.release",
            ),
        ),
        migrations.AddField(
            model_name="sessionversion",
            name="until",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ended",
                to="agenda.release",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.UniqueConstraint(
                fields=("id", "conference"), name="agenda_release_in_conference"
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.UniqueConstraint(
                fields=("conference", "number"), name="release_number_once_a_conference"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="release",
            trigger=pgtrigger.compiler.Trigger(
                name="release_is_what_was_said",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d33ba46a81a36cea15dba422e90352da53ebf58c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_release_is_what_was_said_836d1",
                    table="agenda_release",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="sessionversion",
            index=models.Index(
                condition=models.Q(("until", None)),
                fields=["conference"],
                name="session_version_current",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionversion",
            constraint=models.UniqueConstraint(
                fields=("id", "conference"), name="agenda_sessionversion_in_conference"
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                ),
                name="session_version_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionversion",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("session", "="),
                    (sessions.models.releases.Releases("since", "until"), "&&"),
                ],
                name="session_once_a_release",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sessionversion",
            trigger=pgtrigger.compiler.Trigger(
                name="session_version_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="9006e992bb6515dbf7466923fbc42a255dbbf4ee",
                    operation="DELETE",
                    pgid="pgtrigger_session_version_is_kept_1ffce",
                    table="agenda_sessionversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sessionversion",
            trigger=pgtrigger.compiler.Trigger(
                name="session_version_began_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."conference_id" IS DISTINCT FROM (NEW."conference_id") OR OLD."session_id" IS DISTINCT FROM (NEW."session_id") OR OLD."since_id" IS DISTINCT FROM (NEW."since_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="d4f28e321a2dca626ba3febc58bc9aaf8a8bf285",
                    operation="UPDATE",
                    pgid="pgtrigger_session_version_began_once_26cef",
                    table="agenda_sessionversion",
                    when="BEFORE",
                ),
            ),
        ),
    ]
