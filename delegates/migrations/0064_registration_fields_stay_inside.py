from django.db import migrations

from conference.database.composite_keys import AddCompositeKey


class Migration(migrations.Migration):
    """What a conference asks is asked of its own kinds, categories and ranks."""

    dependencies = [("delegates", "0063_fields_of_the_registration_form")]
    operations = [
        AddCompositeKey("registrationfieldline", "field"),
        AddCompositeKey("registrationfieldline", "kind"),
        AddCompositeKey("registrationfieldline", "category"),
        AddCompositeKey("registrationfieldline", "rank"),
    ]
