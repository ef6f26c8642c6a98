from django.db import migrations, models


class Migration(migrations.Migration):
    """Delegations and the host reach each other."""

    dependencies = [
        ("conference", "0045_codes_by_mail_and_desk_browsers"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="languages",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=200,
                verbose_name="languages spoken",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="phone",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=40, verbose_name="phone"
            ),
        ),
    ]
