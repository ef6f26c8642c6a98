from django.db import migrations

PERSONAL = """
UPDATE badges_printjob AS job SET type_id = personal.id
FROM badges_badgetype AS personal
WHERE personal.is_personal AND personal.conference_id = job.conference_id;
"""


class Migration(migrations.Migration):
    """All badges that were printed so far are personal ones."""

    dependencies = [("badges", "0023_jobs_may_have_a_type")]

    operations = [migrations.RunSQL(PERSONAL, migrations.RunSQL.noop)]
