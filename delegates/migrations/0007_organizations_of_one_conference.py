import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """What an organizer adds is their conference's; what there is stays everybody's."""

    dependencies = [
        ("conference", "0006_sign_ins"),
        ("delegates", "0006_recognise_reference_rows"),
    ]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="conference",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="conference.conference",
                verbose_name="added for",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="delegation",
            trigger=pgtrigger.compiler.Trigger(
                name="delegation_of_an_organization_known_here",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."organization_id" IS NOT NULL)',
                    func="\n                    IF EXISTS (\n                        SELECT FROM delegates_organization\n                        WHERE id = NEW.organization_id AND conference_id <> NEW.conference_id\n                    ) THEN\n                        RAISE EXCEPTION 'This organization is known to another conference only.'\n                        USING ERRCODE = 'foreign_key_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="cb0d22cabd5f486564ad2e39c0a8a64e56cbe40d",
                    operation='INSERT OR UPDATE OF "organization_id", "conference_id"',
                    pgid="pgtrigger_delegation_of_an_organization_known_here_b3193",
                    table="delegates_delegation",
                    when="BEFORE",
                ),
            ),
        ),
    ]
