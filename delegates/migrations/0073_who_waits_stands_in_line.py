from django.db import migrations
from django.db.models import F


def put_in_line(apps, _schema_editor):
    """Whoever waits already has waited since they were registered."""
    rows = apps.get_model("delegates", "Delegate")._base_manager
    rows.filter(accreditation="waiting", waiting_since=None).update(waiting_since=F("created_at"))


class Migration(migrations.Migration):
    dependencies = [("delegates", "0072_quotas")]
    operations = [migrations.RunPython(put_in_line, migrations.RunPython.noop)]
