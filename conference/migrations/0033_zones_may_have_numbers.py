import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conference", "0032_words_of_labels")]

    operations = [
        migrations.CreateModel(
            name="LastNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.CharField(max_length=20)),
                ("number", models.PositiveIntegerField()),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="conference.conference",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("conference", "sequence"), name="last_number_once_per_sequence"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="zone",
            name="number",
            field=models.PositiveSmallIntegerField(
                blank=True, editable=False, null=True, verbose_name="number"
            ),
        ),
    ]
