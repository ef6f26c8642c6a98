from django.db import migrations, models

# The words of the rank as a conference was given them; whoever changed one decides on the photo.
GIVEN = {
    "en": "Crown prince or vice-president",
    "fr": "Prince héritier ou vice-président",
    "es": "Príncipe heredero o vicepresidente",
    "ru": "Наследный принц или вице-президент",
    "ar": "ولي عهد أو نائب رئيس",
    "zh-hans": "王储或副总统",
    "tg": "Валиаҳд ё ноиби президент",
}


def exempt(apps, schema_editor):
    ranks = apps.get_model("delegates", "Rank").objects.filter(is_photo_needed=True)
    unchanged = [rank.pk for rank in ranks if rank.name.data == GIVEN]
    ranks.filter(pk__in=unchanged).update(is_photo_needed=False)


class Migration(migrations.Migration):
    dependencies = [("delegates", "0017_search_finds_the_function")]

    operations = [
        migrations.AlterField(
            model_name="rank",
            name="is_photo_needed",
            field=models.BooleanField(
                default=True,
                help_text="Heads of State and Government, crown princes and vice-presidents are"
                " accredited without a photo.",
                verbose_name="photo needed",
            ),
        ),
        migrations.RunPython(exempt, migrations.RunPython.noop),
    ]
