import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    """The trail is not emptied either, and its part of no conference can be read."""

    dependencies = [("conference", "0004_former_addresses")]
    operations = [
        migrations.CreateModel(
            name="InstallationEvent",
            fields=[],
            options={
                "verbose_name": "event of the installation",
                "verbose_name_plural": "trail of the installation",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("conference.auditevent",),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="auditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="audit_is_never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'Cannot empty the audit trail';",
                    hash="fb26aa6d4e45a7fe1cc5ec9e6cf14743ae5fea45",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_audit_is_never_emptied_08d01",
                    table="conference_auditevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
