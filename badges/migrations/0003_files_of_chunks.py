import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    """A chunk is a file of its own; an entry knows its page there, and how it was made."""

    dependencies = [("badges", "0002_references_stay_inside")]

    operations = [
        migrations.AddField(
            model_name="printchunk",
            name="drawn",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="printchunk",
            name="page_count",
            field=models.PositiveIntegerField(default=0, verbose_name="pages"),
        ),
        migrations.AddField(
            model_name="printentry",
            name="identity",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="printentry",
            name="page_in_file",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="printentry",
            name="way",
            field=models.CharField(
                blank=True,
                choices=[
                    ("repeated", "Taken from an earlier file"),
                    ("stamped", "Stamped"),
                    ("texts_laid_out", "Texts laid out"),
                    ("laid_out", "Laid out whole"),
                ],
                max_length=20,
                verbose_name="made",
            ),
        ),
        migrations.AddField(
            model_name="printjob",
            name="badges_per_file",
            field=models.PositiveIntegerField(
                default=500,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(1000),
                ],
                verbose_name="badges per file",
            ),
        ),
        migrations.AddField(
            model_name="printjob",
            name="is_archival",
            field=models.BooleanField(default=False, verbose_name="for the archive (PDF/A-2b)"),
        ),
        migrations.AddIndex(
            model_name="printentry",
            index=models.Index(
                fields=["conference", "identity"], name="badges_prin_confere_79e48e_idx"
            ),
        ),
    ]
