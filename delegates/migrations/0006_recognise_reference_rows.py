import hashlib
import json
from pathlib import Path

from django.db import migrations

FIELDS = {
    "Country": [
        "iso2",
        "iso3",
        "m49",
        "name",
        "iso_name",
        "official_name",
        "aliases",
        "status",
        "regional_group",
    ],
    "Organization": ["acronym", "name", "aliases", "type"],
}
# One digest for each line of the data files of 2026-11-22, whose rows did not remember their line.
LINES = Path(__file__).with_suffix(".txt")


def values_of(row, fields):
    return {name: plain(getattr(row, name)) for name in fields}


def plain(value):
    if isinstance(value, list):
        return sorted(value)
    if isinstance(value, str):
        return value
    texts = value.data if isinstance(value.data, dict) else {"": value.data}
    return {tag: text for tag, text in texts.items() if text}


def digest(values):
    text = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def recognise(apps, schema_editor):
    """A row that still is what its line was remembers that line; any other counts as edited."""
    lines = set(LINES.read_text().split())
    for name, fields in FIELDS.items():
        model = apps.get_model("delegates", name)
        found = []
        for row in model.objects.all():
            values = values_of(row, fields)
            if digest(values) in lines:
                row.loaded_as = values
                found.append(row)
        model.objects.bulk_update(found, ["loaded_as"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("delegates", "0005_reference_rows_remember")]

    operations = [migrations.RunPython(recognise, migrations.RunPython.noop)]
