from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conference", "0034_number_zones"),
        ("delegates", "0046_words_of_labels"),
    ]

    operations = [
        migrations.AddField(
            model_name="category",
            name="number",
            field=models.PositiveSmallIntegerField(
                blank=True, editable=False, null=True, verbose_name="number"
            ),
        ),
    ]
