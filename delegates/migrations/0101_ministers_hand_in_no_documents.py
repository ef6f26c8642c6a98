from django.db import migrations
from django.db.models import F

# As conferences were given them in English; whoever calls a rank otherwise decides on it.
MINISTERS = {
    "Deputy head of Government",
    "Speaker of parliament",
    "Minister of foreign affairs",
    "Minister",
    "Head of an international organization",
}


def exempt(apps, schema_editor):
    """Of whom not even a photo is asked, and of ministers."""
    ranks = apps.get_model("delegates", "Rank").objects
    ranks.update(are_documents_needed=F("is_photo_needed"))
    ministers = [rank.pk for rank in ranks.all() if rank.name.localize("en") in MINISTERS]
    ranks.filter(pk__in=ministers).update(are_documents_needed=False)


class Migration(migrations.Migration):
    dependencies = [("delegates", "0100_a_page_of_a_delegation_is_read")]

    operations = [migrations.RunPython(exempt, migrations.RunPython.noop)]
