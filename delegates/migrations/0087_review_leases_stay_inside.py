from django.db import migrations

from conference.database.composite_keys import AddCompositeKey


class Migration(migrations.Migration):
    """An officer has somebody of the same conference before them; the place goes with the person."""

    dependencies = [("delegates", "0086_places_in_the_queue")]
    operations = [AddCompositeKey("reviewlease", "delegate", cascades=True)]
