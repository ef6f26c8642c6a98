from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("badges", "0012_a_text_stops_its_badge")]

    operations = [
        migrations.AddField(
            model_name="generation", name="left_valid", field=models.JSONField(null=True)
        ),
    ]
