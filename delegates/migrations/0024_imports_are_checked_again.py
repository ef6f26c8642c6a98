from typing import Any

from django.core.files.storage import default_storage
from django.db import migrations


def check_again(apps: Any, _schema_editor: Any) -> None:
    """A report that waited for a decision was a file; a worker makes it anew, as rows."""
    runs = apps.get_model("delegates", "ImportRun").objects.exclude(report_file="")
    for name in runs.values_list("report_file", flat=True):
        default_storage.delete(name)
    runs.filter(step="check", state="done").update(
        state="waiting", attempts=0, lease=None, leased_until=None
    )


class Migration(migrations.Migration):
    """Imports that wait for a decision are checked once more."""

    dependencies = [("delegates", "0023_how_files_are_read")]
    operations = [migrations.RunPython(check_again, migrations.RunPython.noop)]
