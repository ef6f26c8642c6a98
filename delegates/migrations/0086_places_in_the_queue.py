from django.db import migrations

# Who was handed in by their delegation waits since then, all others since they were entered.
STATEMENT = """
UPDATE delegates_delegate delegate SET submitted_at = COALESCE((
    SELECT MAX(submission.handed_in_at) FROM delegates_submitteddelegate handed
    JOIN delegates_submission submission ON submission.id = handed.submission_id
    WHERE handed.delegate_id = delegate.id
), delegate.created_at)
"""


class Migration(migrations.Migration):
    """Whoever is submitted already keeps their place."""

    dependencies = [("delegates", "0085_review_leases")]
    operations = [migrations.RunSQL(STATEMENT, migrations.RunSQL.noop)]
