from django.db import migrations, models


class Migration(migrations.Migration):
    """By one or two letters, only names that start with them are looked up."""

    dependencies = [
        ("conference", "0030_some_may_make_conferences"),
        ("delegates", "0042_texts_are_written_otherwise"),
    ]

    operations = [
        migrations.AddField(
            model_name="delegate",
            name="family_key",
            field=models.TextField(db_collation="C", default="", editable=False),
        ),
        migrations.AddField(
            model_name="delegate",
            name="given_key",
            field=models.TextField(db_collation="C", default="", editable=False),
        ),
        migrations.AddField(
            model_name="delegate",
            name="own_family_key",
            field=models.TextField(db_collation="C", default="", editable=False),
        ),
    ]
