import django.db.models.deletion
from django.db import migrations, models

from conference.database.composite_keys import AddCompositeKey


class Migration(migrations.Migration):
    dependencies = [
        ("badges", "0024_jobs_printed_personal_badges"),
    ]

    operations = [
        migrations.AlterField(
            model_name="printjob",
            name="type",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="jobs",
                to="badges.badgetype",
                verbose_name="badge type",
            ),
        ),
        AddCompositeKey("printjob", "type"),
    ]
