import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """An answer to a thousand questions writes thousands of rows, each into every index.

    Lines and questions of a run are found by the unique keys that begin with it; who answered is
    looked up by nobody, and a question whose indexed columns stay can stay where it is; and only
    few lines hang together with an earlier one.
    """

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("delegates", "0037_lines_name_new_delegations"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="importline", name="import_line_cluster"),
        migrations.AlterField(
            model_name="importline",
            name="run",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="delegates.importrun",
            ),
        ),
        migrations.AlterField(
            model_name="importquestion",
            name="run",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to="delegates.importrun",
            ),
        ),
        migrations.AlterField(
            model_name="importquestion",
            name="answered_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="importline",
            index=models.Index(
                condition=models.Q(("cluster", models.F("line")), _negated=True),
                fields=["run", "cluster", "line"],
                name="import_line_in_cluster",
            ),
        ),
    ]
