import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("delegates", "0034_lines_hang_together"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="delegate",
            trigger=pgtrigger.compiler.Trigger(
                name="deleted_delegate_leaves_imports",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nUPDATE delegates_importrun run\nSET step = 'check', state = 'waiting', lease = NULL, leased_until = NULL, attempts = 0, error = ''\nWHERE run.conference_id IN (SELECT conference_id FROM gone)\n    AND run.applied_at IS NULL AND run.file <> ''\n    AND (run.state IN ('waiting', 'running') OR (run.step = 'check' AND run.state = 'done'));\n\nDELETE FROM delegates_importline line USING delegates_importrun run\nWHERE run.id = line.run_id AND run.applied_at IS NULL\n    AND run.conference_id IN (SELECT conference_id FROM gone);\n\nUPDATE delegates_importline line\nSET changes = '[]', badges = '[]', as_asked = '{}'\nFROM delegates_importrun run\nWHERE run.id = line.run_id AND run.applied_at IS NOT NULL\n    AND run.conference_id IN (SELECT conference_id FROM gone)\n    AND (line.changes <> '[]' OR line.badges <> '[]' OR line.as_asked <> '{}');\n\nDELETE FROM delegates_importquestion question\nWHERE question.conference_id IN (SELECT conference_id FROM gone)\n    AND (question.answer = ''\n        OR question.answer IN (SELECT 'same:delegate:' || id FROM gone));\n\nUPDATE delegates_importquestion question SET detail = '{}', outcomes = '{}', is_open = false\nWHERE question.conference_id IN (SELECT conference_id FROM gone);\n\nRETURN NULL;\n",
                    hash="4b6eea365cd415063db0c46748f97551364b40d6",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_deleted_delegate_leaves_imports_f9f97",
                    referencing="REFERENCING OLD TABLE AS gone ",
                    table="delegates_delegate",
                    when="AFTER",
                ),
            ),
        ),
    ]
