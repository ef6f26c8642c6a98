from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("delegates", "0030_names_in_files_keep_their_marks"),
    ]

    operations = [
        migrations.AlterField(
            model_name="answer",
            name="reply",
            field=models.CharField(
                choices=[
                    ("leave_out", "Leave out"),
                    ("add", "Add as an organization"),
                    ("same", "The same"),
                    ("another", "Another person"),
                    ("right", "Right as it is"),
                    ("without", "Register without this text"),
                    ("take_out", "Take out what nobody sees"),
                    ("take", "Take the file's"),
                    ("keep", "Keep what is registered"),
                ],
                editable=False,
                max_length=20,
                verbose_name="answer",
            ),
        ),
    ]
