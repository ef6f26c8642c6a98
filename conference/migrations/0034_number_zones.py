from django.db import migrations

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


class Migration(migrations.Migration):
    """In the order in which they were made."""

    dependencies = [("conference", "0033_zones_may_have_numbers")]

    operations = [migrations.RunSQL(NUMBER, migrations.RunSQL.noop)]
