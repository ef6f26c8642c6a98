from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delegates", "0096_who_is_alike_is_found")]

    operations = [
        migrations.AddField(
            model_name="rank",
            name="are_documents_needed",
            field=models.BooleanField(
                default=True,
                db_default=True,
                help_text="Files that own fields require, such as a letter. Heads of State and"
                " Government and ministers hand in none.",
                verbose_name="documents needed",
            ),
        ),
    ]
