import i18nfield.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """Why a session was cancelled, and what readers are told."""

    dependencies = [
        ("agenda", "0004_a_place_is_an_order"),
    ]

    operations = [
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
            name="cancel_note",
            field=i18nfield.fields.I18nTextField(
                blank=True, editable=False, verbose_name="note for readers"
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="cancel_reason",
            field=models.TextField(blank=True, editable=False, verbose_name="reason"),
        ),
        migrations.AddField(
            model_name="sessionevent",
            name="cancel_note",
            field=i18nfield.fields.I18nTextField(
                blank=True, editable=False, verbose_name="note for readers"
            ),
        ),
        migrations.AddField(
            model_name="sessionevent",
            name="cancel_reason",
            field=models.TextField(blank=True, editable=False, verbose_name="reason"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="session",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "agenda_sessionevent" ("cancel_note", "cancel_reason", "code", "conference_id", "created_at", "description", "ends_at", "id", "is_closed", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "room_id", "sequence", "starts_at", "state", "title", "updated_at") VALUES (NEW."cancel_note", NEW."cancel_reason", NEW."code", NEW."conference_id", NEW."created_at", NEW."description", NEW."ends_at", NEW."id", NEW."is_closed", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_at", NEW."room_id", NEW."sequence", NEW."starts_at", NEW."state", NEW."title", NEW."updated_at"); RETURN NULL;',
                    hash="6404d30b781638c3b353fc8ce407b9b74f118e48",
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
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "agenda_sessionevent" ("cancel_note", "cancel_reason", "code", "conference_id", "created_at", "description", "ends_at", "id", "is_closed", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "room_id", "sequence", "starts_at", "state", "title", "updated_at") VALUES (NEW."cancel_note", NEW."cancel_reason", NEW."code", NEW."conference_id", NEW."created_at", NEW."description", NEW."ends_at", NEW."id", NEW."is_closed", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_at", NEW."room_id", NEW."sequence", NEW."starts_at", NEW."state", NEW."title", NEW."updated_at"); RETURN NULL;',
                    hash="7f5a025ff4f8d25460eaa1aabb9dc3abf9e427fa",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_80e54",
                    table="agenda_session",
                    when="AFTER",
                ),
            ),
        ),
    ]
