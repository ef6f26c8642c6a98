import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("badges", "0022_a_badge_has_its_time"),
    ]

    operations = [
        migrations.AddField(
            model_name="printjob",
            name="type",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="jobs",
                to="badges.badgetype",
                verbose_name="badge type",
            ),
        ),
    ]
