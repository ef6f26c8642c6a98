import django.contrib.postgres.indexes
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from sessions.releases.stored import facts_of
from sessions.searching.texts import search_text


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """By the function of today, as `manage.py check_derived` compares them."""
    versions = apps.get_model("agenda", "SessionVersion").objects
    rows = list(versions.all())
    for row in rows:
        row.search_text = search_text(facts_of(row))
    versions.bulk_update(rows, ["search_text"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0020_sessions_from_schedules"),
        ("conference", "0039_published_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="sessionversion",
            name="search_text",
            field=models.TextField(default=""),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="sessionversion",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("search_text", "gin_trgm_ops"),
                condition=models.Q(("until", None)),
                name="session_version_words",
            ),
        ),
        migrations.AddIndex(
            model_name="sessionversion",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    models.Func(
                        models.F("search_text"),
                        models.Value(" || "),
                        models.Value(1),
                        function="split_part",
                        output_field=models.TextField(),
                    ),
                    "gin_trgm_ops",
                ),
                condition=models.Q(("until", None)),
                name="session_version_titles",
            ),
        ),
    ]
