from django.db import migrations

from conference.database.composite_keys import AddCompositeKey


class Migration(migrations.Migration):
    """Lines and questions are of their import's conference, answers of their delegate's."""

    dependencies = [("delegates", "0025_checked_imports_are_rows")]
    operations = [
        AddCompositeKey("importline", "run"),
        AddCompositeKey("importquestion", "run"),
        AddCompositeKey("answer", "delegate"),
    ]
