from django.db import migrations

FORGET_NAMES = """
UPDATE delegates_importrun SET report = report - 'built_on' WHERE report ? 'built_on'
"""


class Migration(migrations.Migration):
    """Reports no longer hold the names of who stands against taking an import back.

    They held them for a week at most; whoever asks once more is told who, why, and the way out.
    """

    dependencies = [("delegates", "0039_deleted_people_are_looked_up")]

    operations = [migrations.RunSQL(FORGET_NAMES, migrations.RunSQL.noop)]
