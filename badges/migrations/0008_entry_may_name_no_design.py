import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("badges", "0007_a_place_is_an_order")]

    operations = [
        migrations.AlterField(
            "printentry",
            "design_version",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="badges.designversion",
            ),
        )
    ]
