from django.db import migrations, models


class Migration(migrations.Migration):
    """Who comes next is not looked for among thousands who are beyond an officer's scope."""

    dependencies = [("delegates", "0094_requests_for_invitations_stay_inside")]

    operations = [
        migrations.AddIndex(
            model_name="delegate",
            index=models.Index(
                condition=models.Q(("accreditation", "submitted")),
                fields=["delegation", "submitted_at", "id"],
                name="delegate_to_decide_of_one",
            ),
        ),
        migrations.AddIndex(
            model_name="delegate",
            index=models.Index(
                condition=models.Q(("accreditation", "submitted")),
                fields=["category", "submitted_at", "id"],
                name="delegate_to_decide_in_category",
            ),
        ),
    ]
