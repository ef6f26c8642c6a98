import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    """Neither everybody is read to find who is perhaps the same person, nor every proposal to find
    the first.
    """

    dependencies = [("delegates", "0095_who_waits_is_found_within_a_scope")]

    operations = [
        migrations.AddIndex(
            model_name="delegate",
            index=models.Index(fields=["conference", "name_key"], name="delegate_called_alike"),
        ),
        migrations.AddIndex(
            model_name="delegate",
            index=models.Index(
                models.F("conference"),
                django.db.models.functions.text.Upper("email"),
                name="delegate_of_one_mailbox",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("decided_at", None)),
                fields=["conference", "proposed_at", "delegate"],
                name="proposal_to_be_decided_on",
            ),
        ),
    ]
