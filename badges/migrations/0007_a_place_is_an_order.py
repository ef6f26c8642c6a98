from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("badges", "0006_sample_prints")]

    operations = [
        migrations.RemoveConstraint("printentry", "print_entry_position_once"),
        migrations.RenameField("printentry", "position", "order"),
        migrations.AlterModelOptions(
            "printentry",
            {"ordering": ["job", "order"]},
        ),
        migrations.AddConstraint(
            "printentry",
            models.UniqueConstraint(fields=["job", "order"], name="print_entry_order_once"),
        ),
    ]
