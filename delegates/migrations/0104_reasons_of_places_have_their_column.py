from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def move(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What stands as a reason where nothing is decided is why somebody has a place. In the history
    too: whose withdrawal is undone is again as they stand there.
    """
    for name in ("Delegate", "DelegateEvent"):
        rows = apps.get_model("delegates", name).objects.filter(decided_at=None)
        rows.exclude(decision_reason="").update(
            place_reason=F("decision_reason"), decision_reason=""
        )


class Migration(migrations.Migration):
    dependencies = [("delegates", "0103_pages_of_notes")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
