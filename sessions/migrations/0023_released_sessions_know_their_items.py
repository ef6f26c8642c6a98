"""Which agenda items a released session takes up, by id: until now the draft was asked for it."""

from collections import defaultdict
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from conference.writing.languages import translations

AT_ONCE = 500


def name_items(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """By number and title, as they were told; one that reads otherwise by now has no papers until
    the next release.
    """
    known: dict[Any, dict[Any, int]] = defaultdict(dict)
    for item in apps.get_model("agenda", "AgendaItem").objects.order_by("-pk"):
        known[item.conference_id][told(item.number, translations(item.title))] = item.pk
    versions = apps.get_model("agenda", "SessionVersion").objects
    changed = []
    for version in versions.filter(facts__has_key="items").iterator():
        items = known[version.conference_id]
        for one in version.facts["items"]:
            one["key"] = items.get(told(one.get("number", ""), one.get("title", {})))
        changed.append(version)
    versions.bulk_update(changed, ["facts"], batch_size=AT_ONCE)


def told(number: str, title: dict[str, str]) -> tuple[object, ...]:
    return number, *sorted(title.items())


class Migration(migrations.Migration):
    dependencies = [("agenda", "0022_schedules_are_remembered")]
    operations = [migrations.RunPython(name_items, migrations.RunPython.noop)]
