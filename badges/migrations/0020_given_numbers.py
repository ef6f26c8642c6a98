import conference.models.numbering
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("badges", "0019_count_badge_types"),
        ("conference", "0035_given_numbers"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="badgetype",
            name="badge_type_number_fits_a_byte",
        ),
        migrations.AlterField(
            model_name="badgetype",
            name="number",
            field=conference.models.numbering.GivenNumberField(
                blank=True, editable=False, verbose_name="number"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="badgetype",
            trigger=pgtrigger.compiler.Trigger(
                name="badge_type_number_is_given_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE given INTEGER;",
                    func="\n            IF TG_OP = 'UPDATE' THEN\n                NEW.number := OLD.number;\n                RETURN NEW;\n            END IF;\n            INSERT INTO conference_lastnumber AS last (conference_id, sequence, number)\n            VALUES (NEW.conference_id, 'badge_type', COALESCE(NEW.number, 1))\n            ON CONFLICT (conference_id, sequence) DO UPDATE\n            SET number = GREATEST(NEW.number, last.number + (NEW.number IS NULL)::int)\n            RETURNING last.number INTO given;\n            NEW.number := COALESCE(NEW.number, given);\n            RETURN NEW;\n        ",
                    hash="f8810d17317bcfa4de11f7231d2dd575ea0698c8",
                    operation='INSERT OR UPDATE OF "number"',
                    pgid="pgtrigger_badge_type_number_is_given_once_680ef",
                    table="badges_badgetype",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="badgetype",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__range", (1, 255))),
                name="badge_type_number_is_a_byte",
                violation_error_message="A conference has at most 255 badge types, those that were deleted included.",
            ),
        ),
    ]
