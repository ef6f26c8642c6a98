from django.db import migrations, models

FORMER = [(model, name) for model in ("designversion", "sampleprint") for name in ("html", "css")]


class Migration(migrations.Migration):
    dependencies = [("badges", "0031_each_version_has_a_front")]

    # With a default each can be taken back while there are rows.
    operations = [
        *(
            migrations.AlterField(model_name=model, name=name, field=models.TextField(default=""))
            for model, name in FORMER
        ),
        *(migrations.RemoveField(model_name=model, name=name) for model, name in FORMER),
    ]
