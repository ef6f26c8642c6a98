"""Zürcher is found as Zuercher, al-Sada as alsada, and each name by its first letters."""

from django.db import migrations

from conference.writing.folding import fold, search_text
from conference.writing.languages import translations
from delegates.naming.names import family_first

ROWS_AT_ONCE = 1000
COLUMNS = ["search_text", "family_key", "given_key", "own_family_key"]


def find_every_spelling(apps, schema_editor):
    delegation = apps.get_model("delegates", "Delegation")
    names = {
        row.pk: " ".join([*translations(row.name).values(), row.acronym])
        for row in delegation.objects.only("name", "acronym")
    }
    delegate = apps.get_model("delegates", "Delegate")
    last = 0
    while rows := list(delegate.objects.filter(pk__gt=last).order_by("pk")[:ROWS_AT_ONCE]):
        for row in rows:
            fill(row, names[row.delegation_id])
        delegate.objects.bulk_update(rows, COLUMNS)
        last = rows[-1].pk


def fill(row, delegation_names):
    name = f"{row.given_name} {row.family_name}".strip()
    row.family_key = fold(f"{row.family_name} {row.given_name}")
    row.given_key = fold(name)
    own = family_first(
        row.own_name,
        given=row.own_given_name,
        family=row.own_family_name,
        language=row.own_name_language,
    )
    row.own_family_key = fold(own)
    row.search_text = search_text(
        name,
        row.own_name,
        row.display_name,
        row.reference,
        delegation_names,
        row.function,
        row.department,
        row.ministry,
        names=filter(None, (name, row.own_name)),
    )


class Migration(migrations.Migration):
    dependencies = [("delegates", "0043_names_have_keys_to_begin_with")]

    operations = [migrations.RunPython(find_every_spelling, migrations.RunPython.noop)]
