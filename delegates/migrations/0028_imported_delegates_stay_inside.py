from django.db import migrations

from conference.database.composite_keys import AddCompositeKey


class Migration(migrations.Migration):
    """Whom an import wrote is of the import's conference."""

    dependencies = [("delegates", "0027_imports_are_taken_back")]
    operations = [
        AddCompositeKey("importeddelegate", "run"),
        AddCompositeKey("importeddelegate", "delegate"),
    ]
