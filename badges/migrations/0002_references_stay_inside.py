from django.db import migrations

from conference.database.composite_keys import AddCompositeKey


class Migration(migrations.Migration):
    """References between rows of a conference cannot leave it."""

    dependencies = [("badges", "0001_badges")]
    operations = [
        AddCompositeKey("badge", "delegate"),
        AddCompositeKey("categorydesign", "category"),
        AddCompositeKey("categorydesign", "design"),
        AddCompositeKey("designversion", "design"),
        AddCompositeKey("generation", "badge"),
        AddCompositeKey("generation", "design_version"),
        AddCompositeKey("printassembly", "job"),
        AddCompositeKey("printchunk", "job"),
        AddCompositeKey("printentry", "job"),
        AddCompositeKey("printentry", "chunk"),
        AddCompositeKey("printentry", "generation"),
        AddCompositeKey("printentry", "design_version"),
    ]
