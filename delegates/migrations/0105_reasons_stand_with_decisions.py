from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delegates", "0104_reasons_of_places_have_their_column")]

    operations = [
        migrations.AddConstraint(
            model_name="delegate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decision_reason", ""), ("decided_at__isnull", False), _connector="OR"
                ),
                name="delegate_reason_stands_with_a_decision",
            ),
        ),
    ]
