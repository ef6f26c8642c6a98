from typing import Any

from django.db import migrations


def check_again(apps: Any, _schema_editor: Any) -> None:
    """The lines of a report that waits for a decision do not hold yet what their rows ask for: a
    worker makes it anew, with the answers given.
    """
    runs = apps.get_model("delegates", "ImportRun").objects
    runs.filter(step="check", state="done").exclude(file="").update(
        state="waiting", attempts=0, lease=None, leased_until=None
    )


class Migration(migrations.Migration):
    """Imports that wait for a decision are checked once more."""

    dependencies = [("delegates", "0032_cells_of_files_are_remembered")]
    operations = [migrations.RunPython(check_again, migrations.RunPython.noop)]
