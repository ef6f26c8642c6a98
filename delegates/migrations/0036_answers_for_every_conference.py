from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delegates", "0035_deleted_people_leave_imports")]

    operations = [
        migrations.AddField(
            model_name="importquestion",
            name="is_general",
            field=models.BooleanField(default=False),
        ),
    ]
