from django.db import migrations

FORMER, REST = "un", "un_secretariat"
# Specialized agencies and related organizations by the acronym of their line in the data files.
AGENCIES = {
    "FAO", "IAEA", "ICAO", "IFAD", "IFC", "ILO", "IMF", "IMO", "IOM", "UNESCO", "UNIDO", "WHO",
    "WMO", "World Bank",
}  # fmt: skip


def part(apps, schema_editor):
    """What a row was loaded as follows, so that a row nobody edited still counts as such."""
    rows = list(apps.get_model("delegates", "Organization").objects.all())
    for row in rows:
        loaded = row.loaded_as.get("acronym", row.acronym)
        new = "specialized_agency" if loaded in AGENCIES else REST
        if row.type == FORMER:
            row.type = new
        if row.loaded_as.get("type") == FORMER:
            row.loaded_as = {**row.loaded_as, "type": new}
    model = apps.get_model("delegates", "Organization")
    model.objects.bulk_update(rows, ["type", "loaded_as"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("delegates", "0013_senders_by_status_and_type")]

    operations = [migrations.RunPython(part, migrations.RunPython.noop)]
