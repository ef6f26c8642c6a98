from django.core.management.base import CommandError
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import Count

# The number of a zone is the place of its bit in what a door reads.
MOST_ZONES = 32

NUMBER = """
UPDATE conference_zone AS zone SET number = ranked.number
FROM (
    SELECT id, row_number() OVER (PARTITION BY conference_id ORDER BY id) - 1 AS number
    FROM conference_zone
) AS ranked
WHERE ranked.id = zone.id;
INSERT INTO conference_lastnumber (conference_id, sequence, number)
SELECT conference_id, 'zone', max(number) FROM conference_zone GROUP BY conference_id;
"""
FORGET = "DELETE FROM conference_lastnumber WHERE sequence = 'zone';"


def refuse_more_zones_than_bits(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Before anything is numbered, and with what has to be done: no constraint says which."""
    zones = apps.get_model("conference", "Zone").objects.order_by()
    counted = zones.values_list("conference__slug").annotate(count=Count("pk"))
    found = [f"{slug} ({count})" for slug, count in sorted(counted) if count > MOST_ZONES]
    if found:
        raise CommandError(
            f"A conference has at most {MOST_ZONES} zones. These have more: {', '.join(found)}."
            " Delete zones there that no category opens, in the version that is running until"
            " now, then migrate again."
        )


class Migration(migrations.Migration):
    """In the order in which they were made."""

    dependencies = [("conference", "0033_zones_may_have_numbers")]

    operations = [
        migrations.RunPython(refuse_more_zones_than_bits, migrations.RunPython.noop),
        migrations.RunSQL(NUMBER, FORGET),
    ]
