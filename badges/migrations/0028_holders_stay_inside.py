from django.db import migrations

from conference.database.composite_keys import AddCompositeKey, AddLentColumns


class Migration(migrations.Migration):
    """A badge, what holds it and what was handed over are of one conference; its type says who."""

    dependencies = [("badges", "0027_vehicles_and_further_holders")]

    operations = [
        AddCompositeKey("vehicle", "delegation"),
        AddCompositeKey("badge", "delegation"),
        AddCompositeKey("badge", "vehicle"),
        AddCompositeKey("badge", "category"),
        AddLentColumns("badge", "type", ["holder"]),
        AddCompositeKey("handover", "badge"),
        AddCompositeKey("handover", "given_to"),
        AddCompositeKey("lapelpins", "delegation"),
    ]
