from django.db import migrations

from delegates.recognition.party_keys import marked_key


def keep_marks(apps, schema_editor):
    """What was answered of "Zoï" is said of it from now on, and of "ZOI" it is asked."""
    alias = apps.get_model("delegates", "PartyAlias")
    for row in alias.objects.order_by("pk").iterator():
        key = marked_key(row.text)
        if key != row.key:
            alias.objects.filter(pk=row.pk).update(key=key)


class Migration(migrations.Migration):
    dependencies = [("delegates", "0029_more_languages_of_names")]

    operations = [migrations.RunPython(keep_marks, migrations.RunPython.noop)]
