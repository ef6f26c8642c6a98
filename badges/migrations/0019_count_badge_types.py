from django.db import migrations

COUNT = """
INSERT INTO conference_lastnumber (conference_id, sequence, number)
SELECT conference_id, 'badge_type', max(number) FROM badges_badgetype GROUP BY conference_id;
"""
FORGET = "DELETE FROM conference_lastnumber WHERE sequence = 'badge_type';"


class Migration(migrations.Migration):
    """The number of the personal type is the first that was given."""

    dependencies = [
        ("badges", "0018_every_badge_has_a_type"),
        ("conference", "0035_given_numbers"),
    ]

    operations = [migrations.RunSQL(COUNT, FORGET)]
