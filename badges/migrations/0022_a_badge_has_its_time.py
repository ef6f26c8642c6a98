from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("badges", "0021_badges_taken_out_are_counted"),
    ]

    operations = [
        migrations.AlterField(
            model_name="printentry",
            name="obstacle",
            field=models.CharField(
                blank=True,
                choices=[
                    ("delegation_withdrawn", "The delegation is withdrawn"),
                    ("pending", "Accreditation is pending"),
                    ("rejected", "Accreditation was rejected"),
                    ("withdrawn", "The delegate is withdrawn"),
                    ("no_category", "No category, so it is not known which zones the badge opens"),
                    ("too_many_zones", "The category opens more zones than a badge can show"),
                    ("no_design", "No badge design is chosen for the category"),
                    ("being_printed", "Is in another print job that is still running"),
                    ("already_printed", "Already printed: print again or replace"),
                    ("not_printed", "Not printed yet: there is nothing to print again or replace"),
                    ("no_longer_live", "The badge was replaced in the meantime"),
                    ("not_open_yet", "The time of the badge has not begun"),
                    ("no_longer_open", "The time of the badge is over"),
                    ("deleted", "Was deleted in the meantime"),
                    ("unprintable", "A text on the badge cannot be printed"),
                    ("at_desk", "Printed at the badge desk"),
                ],
                max_length=30,
                verbose_name="why left out",
            ),
        ),
    ]
