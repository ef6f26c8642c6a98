import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """Whoever is not to be published is left out of the list of participants."""

    dependencies = [
        ("delegates", "0057_focal_points"),
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
            name="publication",
            field=models.CharField(
                choices=[("published", "May be published"), ("withheld", "Not to be published")],
                default="published",
                help_text="Left out of the list of participants, and of none of its figures.",
                max_length=20,
                verbose_name="publication of the name",
            ),
        ),
        migrations.AddField(
            model_name="delegateevent",
            name="publication",
            field=models.CharField(
                choices=[("published", "May be published"), ("withheld", "Not to be published")],
                default="published",
                help_text="Left out of the list of participants, and of none of its figures.",
                max_length=20,
                verbose_name="publication of the name",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "delegates_delegateevent" ("accreditation", "category_id", "conference_id", "created_at", "decided_at", "decided_by_id", "decision_reason", "delegation_id", "department", "display_name", "email", "family_name", "function", "gender", "given_name", "honorific", "id", "is_category_set_by_hand", "listing", "ministry", "nationality_id", "order", "own_family_name", "own_given_name", "own_name", "own_name_language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "photo", "position", "publication", "rank_id", "reference") VALUES (NEW."accreditation", NEW."category_id", NEW."conference_id", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."decision_reason", NEW."delegation_id", NEW."department", NEW."display_name", NEW."email", NEW."family_name", NEW."function", NEW."gender", NEW."given_name", NEW."honorific", NEW."id", NEW."is_category_set_by_hand", NEW."listing", NEW."ministry", NEW."nationality_id", NEW."order", NEW."own_family_name", NEW."own_given_name", NEW."own_name", NEW."own_name_language", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."photo", NEW."position", NEW."publication", NEW."rank_id", NEW."reference"); RETURN NULL;',
                    hash="ee8b53d91f904a1916477be035d89137ad7856ad",
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
                    condition='WHEN (OLD."accreditation" IS DISTINCT FROM (NEW."accreditation") OR OLD."category_id" IS DISTINCT FROM (NEW."category_id") OR OLD."conference_id" IS DISTINCT FROM (NEW."conference_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."decision_reason" IS DISTINCT FROM (NEW."decision_reason") OR OLD."delegation_id" IS DISTINCT FROM (NEW."delegation_id") OR OLD."department" IS DISTINCT FROM (NEW."department") OR OLD."display_name" IS DISTINCT FROM (NEW."display_name") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."family_name" IS DISTINCT FROM (NEW."family_name") OR OLD."function" IS DISTINCT FROM (NEW."function") OR OLD."gender" IS DISTINCT FROM (NEW."gender") OR OLD."given_name" IS DISTINCT FROM (NEW."given_name") OR OLD."honorific" IS DISTINCT FROM (NEW."honorific") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_category_set_by_hand" IS DISTINCT FROM (NEW."is_category_set_by_hand") OR OLD."listing" IS DISTINCT FROM (NEW."listing") OR OLD."ministry" IS DISTINCT FROM (NEW."ministry") OR OLD."nationality_id" IS DISTINCT FROM (NEW."nationality_id") OR OLD."order" IS DISTINCT FROM (NEW."order") OR OLD."own_family_name" IS DISTINCT FROM (NEW."own_family_name") OR OLD."own_given_name" IS DISTINCT FROM (NEW."own_given_name") OR OLD."own_name" IS DISTINCT FROM (NEW."own_name") OR OLD."own_name_language" IS DISTINCT FROM (NEW."own_name_language") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."photo" IS DISTINCT FROM (NEW."photo") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."publication" IS DISTINCT FROM (NEW."publication") OR OLD."rank_id" IS DISTINCT FROM (NEW."rank_id") OR OLD."reference" IS DISTINCT FROM (NEW."reference"))',
                    func='INSERT INTO "delegates_delegateevent" ("accreditation", "category_id", "conference_id", "created_at", "decided_at", "decided_by_id", "decision_reason", "delegation_id", "department", "display_name", "email", "family_name", "function", "gender", "given_name", "honorific", "id", "is_category_set_by_hand", "listing", "ministry", "nationality_id", "order", "own_family_name", "own_given_name", "own_name", "own_name_language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "photo", "position", "publication", "rank_id", "reference") VALUES (NEW."accreditation", NEW."category_id", NEW."conference_id", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."decision_reason", NEW."delegation_id", NEW."department", NEW."display_name", NEW."email", NEW."family_name", NEW."function", NEW."gender", NEW."given_name", NEW."honorific", NEW."id", NEW."is_category_set_by_hand", NEW."listing", NEW."ministry", NEW."nationality_id", NEW."order", NEW."own_family_name", NEW."own_given_name", NEW."own_name", NEW."own_name_language", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."photo", NEW."position", NEW."publication", NEW."rank_id", NEW."reference"); RETURN NULL;',
                    hash="6fc46dabbbc57e95b3c791598c66ba2ce11a0ec6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e5f27",
                    table="delegates_delegate",
                    when="AFTER",
                ),
            ),
        ),
    ]
