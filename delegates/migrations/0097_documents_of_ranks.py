from django.db import migrations, models
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
    dependencies = [("delegates", "0096_who_is_alike_is_found")]

    operations = [
        migrations.AddField(
            model_name="rank",
            name="are_documents_needed",
            field=models.BooleanField(
                default=True,
                db_default=True,
                help_text="Files that own fields require, such as a letter. Heads of State and"
                " Government and ministers hand in none.",
                verbose_name="documents needed",
            ),
        ),
        migrations.RunPython(exempt, migrations.RunPython.noop),
    ]
