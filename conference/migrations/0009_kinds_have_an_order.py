import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    """The order of kinds stands with the kinds."""

    dependencies = [
        ("conference", "0008_background_jobs"),
        ("delegates", "0010_kinds_of_each_conference"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="conference",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="conference",
            name="update_update",
        ),
        migrations.RemoveField(
            model_name="conference",
            name="kind_order",
        ),
        migrations.RemoveField(
            model_name="conferenceevent",
            name="kind_order",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conference",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "conference_conferenceevent" ("accent", "description", "ends_on", "host_name", "id", "languages", "logo", "order_language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "short_title", "slug", "starts_on", "state", "time_zone", "title") VALUES (NEW."accent", NEW."description", NEW."ends_on", NEW."host_name", NEW."id", NEW."languages", NEW."logo", NEW."order_language", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."short_title", NEW."slug", NEW."starts_on", NEW."state", NEW."time_zone", NEW."title"); RETURN NULL;',
                    hash="fad3cbe5fec1b0f273d40501764615aed2045da7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8f750",
                    table="conference_conference",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conference",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "conference_conferenceevent" ("accent", "description", "ends_on", "host_name", "id", "languages", "logo", "order_language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "short_title", "slug", "starts_on", "state", "time_zone", "title") VALUES (NEW."accent", NEW."description", NEW."ends_on", NEW."host_name", NEW."id", NEW."languages", NEW."logo", NEW."order_language", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."short_title", NEW."slug", NEW."starts_on", NEW."state", NEW."time_zone", NEW."title"); RETURN NULL;',
                    hash="d9c7f6ef0aa20d5567fd9aece8652f05fda78d01",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_57b39",
                    table="conference_conference",
                    when="AFTER",
                ),
            ),
        ),
    ]
