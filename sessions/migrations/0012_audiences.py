import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def name_audiences(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for name in ("Session", "SessionEvent"):
        rows = apps.get_model("agenda", name).objects
        rows.filter(is_closed=True).update(audience="closed")


def close_what_is_not_public(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Of what is for some, nobody else may read more afterwards."""
    for name in ("Session", "SessionEvent"):
        rows = apps.get_model("agenda", name).objects
        rows.exclude(audience="public").update(is_closed=True)


class Migration(migrations.Migration):
    """For whom a session is, in place of whether it is closed; in its history, too.

    Schema and data at once, while the triggers that keep the history are off: nobody changed the
    sessions, they are only said otherwise.
    """

    dependencies = [
        ("agenda", "0011_agenda_items_stay_inside"),
        ("conference", "0036_rooms_take_time_to_clear"),
        ("delegates", "0052_imports_say_when_they_were_uploaded"),
    ]

    operations = [
        migrations.CreateModel(
            name="AudienceGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "verbose_name": "group a session is for",
                "verbose_name_plural": "groups a session is for",
                "ordering": ["kind__order", "category__order", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SessionInvitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "verbose_name": "invited delegate",
                "verbose_name_plural": "invited delegates",
                "ordering": ["id"],
                "abstract": False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="session",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="session",
            name="update_update",
        ),
        migrations.AddField(
            model_name="session",
            name="audience",
            field=models.CharField(
                choices=[
                    ("public", "Public"),
                    ("delegates", "All delegates"),
                    ("groups", "Named groups"),
                    ("invitation", "By invitation"),
                    ("closed", "Closed"),
                ],
                default="public",
                max_length=20,
                verbose_name="for whom",
            ),
        ),
        migrations.AddField(
            model_name="sessionevent",
            name="audience",
            field=models.CharField(
                choices=[
                    ("public", "Public"),
                    ("delegates", "All delegates"),
                    ("groups", "Named groups"),
                    ("invitation", "By invitation"),
                    ("closed", "Closed"),
                ],
                default="public",
                max_length=20,
                verbose_name="for whom",
            ),
        ),
        migrations.RunPython(name_audiences, close_what_is_not_public),
        migrations.RemoveField(
            model_name="session",
            name="is_closed",
        ),
        migrations.RemoveField(
            model_name="sessionevent",
            name="is_closed",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="session",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agenda_sessionevent" ("audience", "cancel_note", "cancel_reason", "code", "conference_id", "created_at", "description", "ends_at", "expected", "floor_languages", "id", "interpretation", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "room_id", "sequence", "starts_at", "state", "title", "updated_at") VALUES (NEW."audience", NEW."cancel_note", NEW."cancel_reason", NEW."code", NEW."conference_id", NEW."created_at", NEW."description", NEW."ends_at", NEW."expected", NEW."floor_languages", NEW."id", NEW."interpretation", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_at", NEW."room_id", NEW."sequence", NEW."starts_at", NEW."state", NEW."title", NEW."updated_at"); RETURN NULL;',
                    hash="bf1d24a6b24bbfc4eeebfc271e8e077cb9008d4c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8a3a2",
                    table="agenda_session",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="session",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."audience" IS DISTINCT FROM (NEW."audience") OR OLD."cancel_note" IS DISTINCT FROM (NEW."cancel_note") OR OLD."cancel_reason" IS DISTINCT FROM (NEW."cancel_reason") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."conference_id" IS DISTINCT FROM (NEW."conference_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."ends_at" IS DISTINCT FROM (NEW."ends_at") OR OLD."expected" IS DISTINCT FROM (NEW."expected") OR OLD."floor_languages" IS DISTINCT FROM (NEW."floor_languages") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."interpretation" IS DISTINCT FROM (NEW."interpretation") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."room_id" IS DISTINCT FROM (NEW."room_id") OR OLD."sequence" IS DISTINCT FROM (NEW."sequence") OR OLD."starts_at" IS DISTINCT FROM (NEW."starts_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at"))',
                    func='INSERT INTO "agenda_sessionevent" ("audience", "cancel_note", "cancel_reason", "code", "conference_id", "created_at", "description", "ends_at", "expected", "floor_languages", "id", "interpretation", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "room_id", "sequence", "starts_at", "state", "title", "updated_at") VALUES (NEW."audience", NEW."cancel_note", NEW."cancel_reason", NEW."code", NEW."conference_id", NEW."created_at", NEW."description", NEW."ends_at", NEW."expected", NEW."floor_languages", NEW."id", NEW."interpretation", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_at", NEW."room_id", NEW."sequence", NEW."starts_at", NEW."state", NEW."title", NEW."updated_at"); RETURN NULL;',
                    hash="b519af325d4fe58046c5b6e1e385980bc70a2957",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_80e54",
                    table="agenda_session",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="audiencegroup",
            name="category",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="audience_groups",
                to="delegates.category",
                verbose_name="category",
            ),
        ),
        migrations.AddField(
            model_name="audiencegroup",
            name="conference",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="conference.conference",
            ),
        ),
        migrations.AddField(
            model_name="audiencegroup",
            name="kind",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="audience_groups",
                to="delegates.delegationkind",
                verbose_name="kind of delegations",
            ),
        ),
        migrations.AddField(
            model_name="audiencegroup",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="audience_groups",
                to="agenda.session",
            ),
        ),
        migrations.AddField(
            model_name="sessioninvitation",
            name="conference",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="conference.conference",
            ),
        ),
        migrations.AddField(
            model_name="sessioninvitation",
            name="delegate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="session_invitations",
                to="delegates.delegate",
                verbose_name="delegate",
            ),
        ),
        migrations.AddField(
            model_name="sessioninvitation",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="invitations",
                to="agenda.session",
            ),
        ),
        migrations.AddConstraint(
            model_name="audiencegroup",
            constraint=models.UniqueConstraint(
                fields=("id", "conference"), name="agenda_audiencegroup_in_conference"
            ),
        ),
        migrations.AddConstraint(
            model_name="audiencegroup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("category__isnull", True), ("kind__isnull", False)),
                    models.Q(("category__isnull", False), ("kind__isnull", True)),
                    _connector="OR",
                ),
                name="audience_group_is_a_kind_or_a_category",
            ),
        ),
        migrations.AddConstraint(
            model_name="audiencegroup",
            constraint=models.UniqueConstraint(
                fields=("session", "kind", "category"),
                name="audience_group_once_a_session",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="sessioninvitation",
            constraint=models.UniqueConstraint(
                fields=("id", "conference"), name="agenda_sessioninvitation_in_conference"
            ),
        ),
        migrations.AddConstraint(
            model_name="sessioninvitation",
            constraint=models.UniqueConstraint(
                fields=("session", "delegate"),
                name="session_invitation_once",
                violation_error_message="This delegate is already invited.",
            ),
        ),
    ]
