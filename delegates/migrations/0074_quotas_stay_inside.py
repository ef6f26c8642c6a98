from django.db import migrations, models

from conference.database.composite_keys import AddCompositeKey


class Migration(migrations.Migration):
    """A quota is of its conference; whoever waits stands in line, and nobody else."""

    dependencies = [("delegates", "0073_who_waits_stands_in_line")]
    operations = [
        AddCompositeKey("quota", "delegation"),
        AddCompositeKey("quota", "kind"),
        AddCompositeKey("quota", "category"),
        migrations.AddConstraint(
            model_name="delegate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accreditation", "waiting"), ("waiting_since__isnull", False)),
                    models.Q(
                        models.Q(("accreditation", "waiting"), _negated=True),
                        ("offered_until__isnull", True),
                        ("waiting_since__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="delegate_has_a_place_in_line_only_when_waiting",
            ),
        ),
    ]
