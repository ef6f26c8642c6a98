from django.db import migrations

NUMBER = """
UPDATE delegates_category AS category SET number = ranked.number
FROM (
    SELECT id, row_number() OVER (PARTITION BY conference_id ORDER BY id) AS number
    FROM delegates_category
) AS ranked
WHERE ranked.id = category.id;
INSERT INTO conference_lastnumber (conference_id, sequence, number)
SELECT conference_id, 'category', max(number) FROM delegates_category GROUP BY conference_id;
"""
FORGET = "DELETE FROM conference_lastnumber WHERE sequence = 'category';"


class Migration(migrations.Migration):
    """In the order in which they were made."""

    dependencies = [("delegates", "0047_categories_may_have_numbers")]

    operations = [migrations.RunSQL(NUMBER, FORGET)]
