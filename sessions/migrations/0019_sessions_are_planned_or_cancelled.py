import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F


def plan_what_is_not_cancelled(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for name in ("Session", "SessionEvent"):
        rows = apps.get_model("agenda", name).objects
        rows.filter(state__in=["draft", "published"]).update(state="planned")


def publish_what_is_released(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    sessions = apps.get_model("agenda", "Session").objects
    apps.get_model("agenda", "SessionEvent").objects.filter(state="planned").update(state="draft")
    sessions.filter(state="cancelled").update(published_at=F("updated_at"))
    sessions.filter(state="planned").update(state="draft")
    versions = apps.get_model("agenda", "SessionVersion").objects.filter(until=None)
    for version in versions.select_related("since").defer("facts"):
        row = sessions.filter(pk=version.session_id)
        row.update(published_at=version.since.released_at, sequence=version.sequence)
        row.filter(state="draft").update(state="published")


class Migration(migrations.Migration):
    """A session is planned or cancelled; what readers know of it stands in releases.

    Schema and data at once, while the triggers that keep the history are off: nobody changed the
    sessions, they are only said otherwise.
    """

    dependencies = [("agenda", "0018_what_was_published_is_the_first_release")]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="session",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="session",
            name="update_update",
        ),
        migrations.RemoveConstraint(
            model_name="session",
            name="session_published_has_an_instant",
        ),
        migrations.RunPython(plan_what_is_not_cancelled, publish_what_is_released),
        migrations.RemoveField(
            model_name="session",
            name="published_at",
        ),
        migrations.RemoveField(
            model_name="session",
            name="sequence",
        ),
        migrations.RemoveField(
            model_name="sessionevent",
            name="published_at",
        ),
        migrations.RemoveField(
            model_name="sessionevent",
            name="sequence",
        ),
        migrations.AlterField(
            model_name="session",
            name="state",
            field=models.CharField(
                choices=[("planned", "Planned"), ("cancelled", "Cancelled")],
                default="planned",
                editable=False,
                max_length=20,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="sessionevent",
            name="state",
            field=models.CharField(
                choices=[("planned", "Planned"), ("cancelled", "Cancelled")],
                default="planned",
                editable=False,
                max_length=20,
                verbose_name="state",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="session",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agenda_sessionevent" ("audience", "cancel_note", "cancel_reason", "code", "conference_id", "created_at", "description", "ends_at", "expected", "floor_languages", "id", "interpretation", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "room_id", "starts_at", "state", "title", "updated_at") VALUES (NEW."audience", NEW."cancel_note", NEW."cancel_reason", NEW."code", NEW."conference_id", NEW."created_at", NEW."description", NEW."ends_at", NEW."expected", NEW."floor_languages", NEW."id", NEW."interpretation", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."room_id", NEW."starts_at", NEW."state", NEW."title", NEW."updated_at"); RETURN NULL;',
                    hash="96d933bd36d2199090c109fbce71ec3b96f36b2e",
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
                    condition='WHEN (OLD."audience" IS DISTINCT FROM (NEW."audience") OR OLD."cancel_note" IS DISTINCT FROM (NEW."cancel_note") OR OLD."cancel_reason" IS DISTINCT FROM (NEW."cancel_reason") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."conference_id" IS DISTINCT FROM (NEW."conference_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."ends_at" IS DISTINCT FROM (NEW."ends_at") OR OLD."expected" IS DISTINCT FROM (NEW."expected") OR OLD."floor_languages" IS DISTINCT FROM (NEW."floor_languages") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."interpretation" IS DISTINCT FROM (NEW."interpretation") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."room_id" IS DISTINCT FROM (NEW."room_id") OR OLD."starts_at" IS DISTINCT FROM (NEW."starts_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at"))',
                    func='INSERT INTO "agenda_sessionevent" ("audience", "cancel_note", "cancel_reason", "code", "conference_id", "created_at", "description", "ends_at", "expected", "floor_languages", "id", "interpretation", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "room_id", "starts_at", "state", "title", "updated_at") VALUES (NEW."audience", NEW."cancel_note", NEW."cancel_reason", NEW."code", NEW."conference_id", NEW."created_at", NEW."description", NEW."ends_at", NEW."expected", NEW."floor_languages", NEW."id", NEW."interpretation", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."room_id", NEW."starts_at", NEW."state", NEW."title", NEW."updated_at"); RETURN NULL;',
                    hash="ff0c9547c144dba0092d814f71dd7104646a881b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_80e54",
                    table="agenda_session",
                    when="AFTER",
                ),
            ),
        ),
    ]
