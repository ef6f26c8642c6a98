import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delegates", "0054_pending_is_submitted")]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="delegate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "delegates_delegateevent" ("accreditation", "category_id", "conference_id", "created_at", "decided_at", "decided_by_id", "decision_reason", "delegation_id", "department", "display_name", "email", "family_name", "function", "gender", "given_name", "honorific", "id", "is_category_set_by_hand", "listing", "ministry", "nationality_id", "order", "own_family_name", "own_given_name", "own_name", "own_name_language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "photo", "position", "rank_id", "reference", "returned_fields") VALUES (NEW."accreditation", NEW."category_id", NEW."conference_id", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."decision_reason", NEW."delegation_id", NEW."department", NEW."display_name", NEW."email", NEW."family_name", NEW."function", NEW."gender", NEW."given_name", NEW."honorific", NEW."id", NEW."is_category_set_by_hand", NEW."listing", NEW."ministry", NEW."nationality_id", NEW."order", NEW."own_family_name", NEW."own_given_name", NEW."own_name", NEW."own_name_language", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."photo", NEW."position", NEW."rank_id", NEW."reference", NEW."returned_fields"); RETURN NULL;',
                    hash="dfa7e8393c3507efcd34d604e7e92d3f5428a957",
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
                    condition='WHEN (OLD."accreditation" IS DISTINCT FROM (NEW."accreditation") OR OLD."category_id" IS DISTINCT FROM (NEW."category_id") OR OLD."conference_id" IS DISTINCT FROM (NEW."conference_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."decision_reason" IS DISTINCT FROM (NEW."decision_reason") OR OLD."delegation_id" IS DISTINCT FROM (NEW."delegation_id") OR OLD."department" IS DISTINCT FROM (NEW."department") OR OLD."display_name" IS DISTINCT FROM (NEW."display_name") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."family_name" IS DISTINCT FROM (NEW."family_name") OR OLD."function" IS DISTINCT FROM (NEW."function") OR OLD."gender" IS DISTINCT FROM (NEW."gender") OR OLD."given_name" IS DISTINCT FROM (NEW."given_name") OR OLD."honorific" IS DISTINCT FROM (NEW."honorific") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_category_set_by_hand" IS DISTINCT FROM (NEW."is_category_set_by_hand") OR OLD."listing" IS DISTINCT FROM (NEW."listing") OR OLD."ministry" IS DISTINCT FROM (NEW."ministry") OR OLD."nationality_id" IS DISTINCT FROM (NEW."nationality_id") OR OLD."order" IS DISTINCT FROM (NEW."order") OR OLD."own_family_name" IS DISTINCT FROM (NEW."own_family_name") OR OLD."own_given_name" IS DISTINCT FROM (NEW."own_given_name") OR OLD."own_name" IS DISTINCT FROM (NEW."own_name") OR OLD."own_name_language" IS DISTINCT FROM (NEW."own_name_language") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."photo" IS DISTINCT FROM (NEW."photo") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."rank_id" IS DISTINCT FROM (NEW."rank_id") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."returned_fields" IS DISTINCT FROM (NEW."returned_fields"))',
                    func='INSERT INTO "delegates_delegateevent" ("accreditation", "category_id", "conference_id", "created_at", "decided_at", "decided_by_id", "decision_reason", "delegation_id", "department", "display_name", "email", "family_name", "function", "gender", "given_name", "honorific", "id", "is_category_set_by_hand", "listing", "ministry", "nationality_id", "order", "own_family_name", "own_given_name", "own_name", "own_name_language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "photo", "position", "rank_id", "reference", "returned_fields") VALUES (NEW."accreditation", NEW."category_id", NEW."conference_id", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."decision_reason", NEW."delegation_id", NEW."department", NEW."display_name", NEW."email", NEW."family_name", NEW."function", NEW."gender", NEW."given_name", NEW."honorific", NEW."id", NEW."is_category_set_by_hand", NEW."listing", NEW."ministry", NEW."nationality_id", NEW."order", NEW."own_family_name", NEW."own_given_name", NEW."own_name", NEW."own_name_language", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."photo", NEW."position", NEW."rank_id", NEW."reference", NEW."returned_fields"); RETURN NULL;',
                    hash="c6dbca3857a5bb6047f316dfa073b01128a7c8fd",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e5f27",
                    table="delegates_delegate",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="delegate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("accreditation__in", ["draft", "submitted", "waiting"]),
                        ("decided_at__isnull", True),
                        ("decided_by__isnull", True),
                    ),
                    models.Q(
                        models.Q(
                            ("accreditation__in", ["draft", "submitted", "waiting"]), _negated=True
                        ),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="delegate_decided_at_and_by_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("returned_fields", ""), ("accreditation", "returned"), _connector="OR"
                ),
                name="delegate_has_fields_to_correct_only_when_returned",
            ),
        ),
    ]
