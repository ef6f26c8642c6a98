import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """Whoever comes beyond what a list has room for is counted and not listed."""

    dependencies = [
        ("delegates", "0014_united_nations_entities_are_two_types"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="delegate",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="delegate",
            name="update_update",
        ),
        migrations.AddField(
            model_name="delegate",
            name="listing",
            field=models.CharField(
                choices=[("listed", "Listed"), ("counted", "Counted, not listed")],
                default="listed",
                help_text="Who comes beyond what a list has room for is counted, not listed.",
                max_length=20,
                verbose_name="in the list of participants",
            ),
        ),
        migrations.AddField(
            model_name="delegateevent",
            name="listing",
            field=models.CharField(
                choices=[("listed", "Listed"), ("counted", "Counted, not listed")],
                default="listed",
                help_text="Who comes beyond what a list has room for is counted, not listed.",
                max_length=20,
                verbose_name="in the list of participants",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "delegates_delegateevent" ("accreditation", "category_id", "conference_id", "created_at", "decided_at", "decided_by_id", "decision_reason", "delegation_id", "display_name", "email", "family_name", "function", "gender", "given_name", "honorific", "id", "is_category_set_by_hand", "listing", "nationality_id", "order", "own_name", "own_name_language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "photo", "position", "rank_id", "reference") VALUES (NEW."accreditation", NEW."category_id", NEW."conference_id", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."decision_reason", NEW."delegation_id", NEW."display_name", NEW."email", NEW."family_name", NEW."function", NEW."gender", NEW."given_name", NEW."honorific", NEW."id", NEW."is_category_set_by_hand", NEW."listing", NEW."nationality_id", NEW."order", NEW."own_name", NEW."own_name_language", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."photo", NEW."position", NEW."rank_id", NEW."reference"); RETURN NULL;',
                    hash="7ab5aa572e7b0fa7cbc29f8f8ba72c86e4abb685",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f34e0",
                    table="delegates_delegate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."accreditation" IS DISTINCT FROM (NEW."accreditation") OR OLD."category_id" IS DISTINCT FROM (NEW."category_id") OR OLD."conference_id" IS DISTINCT FROM (NEW."conference_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."decision_reason" IS DISTINCT FROM (NEW."decision_reason") OR OLD."delegation_id" IS DISTINCT FROM (NEW."delegation_id") OR OLD."display_name" IS DISTINCT FROM (NEW."display_name") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."family_name" IS DISTINCT FROM (NEW."family_name") OR OLD."function" IS DISTINCT FROM (NEW."function") OR OLD."gender" IS DISTINCT FROM (NEW."gender") OR OLD."given_name" IS DISTINCT FROM (NEW."given_name") OR OLD."honorific" IS DISTINCT FROM (NEW."honorific") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_category_set_by_hand" IS DISTINCT FROM (NEW."is_category_set_by_hand") OR OLD."listing" IS DISTINCT FROM (NEW."listing") OR OLD."nationality_id" IS DISTINCT FROM (NEW."nationality_id") OR OLD."order" IS DISTINCT FROM (NEW."order") OR OLD."own_name" IS DISTINCT FROM (NEW."own_name") OR OLD."own_name_language" IS DISTINCT FROM (NEW."own_name_language") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."photo" IS DISTINCT FROM (NEW."photo") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."rank_id" IS DISTINCT FROM (NEW."rank_id") OR OLD."reference" IS DISTINCT FROM (NEW."reference"))',
                    func='INSERT INTO "delegates_delegateevent" ("accreditation", "category_id", "conference_id", "created_at", "decided_at", "decided_by_id", "decision_reason", "delegation_id", "display_name", "email", "family_name", "function", "gender", "given_name", "honorific", "id", "is_category_set_by_hand", "listing", "nationality_id", "order", "own_name", "own_name_language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "photo", "position", "rank_id", "reference") VALUES (NEW."accreditation", NEW."category_id", NEW."conference_id", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."decision_reason", NEW."delegation_id", NEW."display_name", NEW."email", NEW."family_name", NEW."function", NEW."gender", NEW."given_name", NEW."honorific", NEW."id", NEW."is_category_set_by_hand", NEW."listing", NEW."nationality_id", NEW."order", NEW."own_name", NEW."own_name_language", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."photo", NEW."position", NEW."rank_id", NEW."reference"); RETURN NULL;',
                    hash="546e3f3b76e27721384440a30f7d7997c786bc9b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e5f27",
                    table="delegates_delegate",
                    when="AFTER",
                ),
            ),
        ),
    ]
