from django.db import migrations

from conference.writing.folding import search_text

ROWS_AT_ONCE = 1000


def find_functions(apps, schema_editor):
    """What was searched stays; the words of the function come after it, each once."""
    delegate = apps.get_model("delegates", "Delegate")
    rows = delegate.objects.exclude(function="").only("search_text", "function").order_by("pk")
    last = 0
    while chunk := list(rows.filter(pk__gt=last)[:ROWS_AT_ONCE]):
        for row in chunk:
            words = [*row.search_text.split(), *search_text(row.function).split()]
            row.search_text = " ".join(dict.fromkeys(words))
        delegate.objects.bulk_update(chunk, ["search_text"])
        last = chunk[-1].pk


class Migration(migrations.Migration):
    dependencies = [("delegates", "0016_department_ministry_and_parts_of_own_name")]

    operations = [migrations.RunPython(find_functions, migrations.RunPython.noop)]
