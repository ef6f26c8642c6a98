from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delegates", "0044_search_finds_every_spelling")]

    operations = [
        migrations.AddIndex(
            model_name="delegate",
            index=models.Index(
                fields=["conference", "family_key", "id"], name="delegate_family_key"
            ),
        ),
        migrations.AddIndex(
            model_name="delegate",
            index=models.Index(fields=["conference", "given_key", "id"], name="delegate_given_key"),
        ),
        migrations.AddIndex(
            model_name="delegate",
            index=models.Index(
                fields=["conference", "own_family_key"],
                name="delegate_own_family_key",
            ),
        ),
    ]
