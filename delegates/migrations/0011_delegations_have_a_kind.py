import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """Every delegation has its kind by now: the words go, the rules that hang on it come."""

    dependencies = [
        ("delegates", "0010_kinds_of_each_conference"),
    ]

    operations = [
        migrations.RemoveField("delegation", "kind_word"),
        migrations.RemoveField("delegationevent", "kind_word"),
        migrations.RemoveField("categoryrule", "kind_word"),
        migrations.AlterField(
            model_name="delegation",
            name="kind",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="delegations",
                to="delegates.delegationkind",
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="delegationevent",
            name="kind",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="delegates.delegationkind",
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="delegation",
            name="admits",
            field=models.CharField(
                choices=[
                    ("countries", "Countries"),
                    ("organizations", "Organizations"),
                    ("both", "Countries and organizations"),
                ],
                editable=False,
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="delegation",
            name="is_mission",
            field=models.BooleanField(editable=False),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("admits", "both"),
                    models.Q(("admits", "countries"), ("country__isnull", False)),
                    models.Q(("admits", "organizations"), ("organization__isnull", False)),
                    _connector="OR",
                ),
                name="delegation_of_a_kind_that_admits_its_sender",
                violation_error_message="The kind does not admit this sender: its row says whether countries, organizations or both send such delegations.",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.UniqueConstraint(
                fields=("conference", "country", "is_mission"),
                name="delegation_one_per_country_beside_its_mission",
                violation_error_message="This country already has a delegation at the conference. Beside it there can only be its diplomatic mission, and that once.",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.UniqueConstraint(
                fields=("conference", "organization", "is_mission"),
                name="delegation_one_per_organization_beside_its_mission",
                violation_error_message="This organization already has a delegation at the conference. Beside it there can only be its mission, and that once.",
            ),
        ),
        migrations.AddConstraint(
            model_name="categoryrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__isnull", True), ("nature", ""), _connector="OR"),
                name="category_rule_of_a_kind_or_a_nature",
                violation_error_message="Choose a kind or a nature, not both.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegationkind",
            trigger=pgtrigger.compiler.Trigger(
                name="kind_with_delegations_keeps_its_nature",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."nature" IS DISTINCT FROM (NEW."nature"))',
                    func="\n                    IF EXISTS (SELECT FROM delegates_delegation WHERE kind_id = OLD.id) THEN\n                        RAISE EXCEPTION 'A kind with delegations keeps its nature.'\n                        USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="a6b7b215d3a350800d3309c70f3988c7ee11ba72",
                    operation='UPDATE OF "nature"',
                    pgid="pgtrigger_kind_with_delegations_keeps_its_nature_3bec5",
                    table="delegates_delegationkind",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "delegates_delegationevent" ("acronym", "conference_id", "country_id", "created_at", "flag_code", "flag_file", "head_id", "id", "kind_id", "name", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "withdrawal_reason", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."acronym", NEW."conference_id", NEW."country_id", NEW."created_at", NEW."flag_code", NEW."flag_file", NEW."head_id", NEW."id", NEW."kind_id", NEW."name", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."withdrawal_reason", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                    hash="76d67e642a8583880ea76884c569c1ee24d7466a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e216b",
                    table="delegates_delegation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."acronym" IS DISTINCT FROM (NEW."acronym") OR OLD."conference_id" IS DISTINCT FROM (NEW."conference_id") OR OLD."country_id" IS DISTINCT FROM (NEW."country_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."flag_code" IS DISTINCT FROM (NEW."flag_code") OR OLD."flag_file" IS DISTINCT FROM (NEW."flag_file") OR OLD."head_id" IS DISTINCT FROM (NEW."head_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind_id" IS DISTINCT FROM (NEW."kind_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."organization_id" IS DISTINCT FROM (NEW."organization_id") OR OLD."withdrawal_reason" IS DISTINCT FROM (NEW."withdrawal_reason") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at") OR OLD."withdrawn_by_id" IS DISTINCT FROM (NEW."withdrawn_by_id"))',
                    func='INSERT INTO "delegates_delegationevent" ("acronym", "conference_id", "country_id", "created_at", "flag_code", "flag_file", "head_id", "id", "kind_id", "name", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "withdrawal_reason", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."acronym", NEW."conference_id", NEW."country_id", NEW."created_at", NEW."flag_code", NEW."flag_file", NEW."head_id", NEW."id", NEW."kind_id", NEW."name", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."withdrawal_reason", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                    hash="86ad44dcfe98018d4fddf8e099b853c9902c2b23",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1b819",
                    table="delegates_delegation",
                    when="AFTER",
                ),
            ),
        ),
    ]
