from django.db import migrations

from conference.database.composite_keys import AddCompositeKey


class Migration(migrations.Migration):
    """A request leads to a delegation of the same conference."""

    dependencies = [("delegates", "0093_requests_for_invitations")]
    operations = [AddCompositeKey("invitationrequest", "delegation")]
