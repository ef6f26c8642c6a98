from django.db import migrations

from conference.database.composite_keys import AddCompositeKey


class Migration(migrations.Migration):
    """Answers about people stay in their conference and go with the people, on raw paths too."""

    dependencies = [("delegates", "0020_answers_about_who_is_who")]
    operations = [
        AddCompositeKey("knownapart", "first", cascades=True),
        AddCompositeKey("knownapart", "second", cascades=True),
        AddCompositeKey("samepersonspelling", "delegate", cascades=True),
    ]
