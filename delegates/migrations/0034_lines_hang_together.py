from django.db import migrations, models


class Migration(migrations.Migration):
    """A line keeps what its row asks for, and which other lines an answer about it concerns."""

    dependencies = [("delegates", "0033_imports_are_checked_once_more")]

    operations = [
        migrations.RemoveField(model_name="importline", name="as_asked"),
        migrations.AddField(
            model_name="importline", name="draft", field=models.JSONField(default=dict)
        ),
        migrations.AddField(
            model_name="importline", name="cluster", field=models.PositiveIntegerField(default=0)
        ),
        migrations.AddIndex(
            model_name="importline",
            index=models.Index(fields=["run", "cluster"], name="import_line_cluster"),
        ),
    ]
