from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import Count, F


def give_files_to_chunks(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The one file of a published job becomes that of its first chunk, which is then the only one.

    Chunks of jobs that are running keep their files, and count their pages.
    """
    chunks = apps.get_model("badges", "PrintChunk").objects
    entries = apps.get_model("badges", "PrintEntry").objects
    for job in apps.get_model("badges", "PrintJob").objects.exclude(file=""):
        first = chunks.filter(job=job).order_by("number").first()
        entries.filter(job=job).update(chunk=first)
        chunks.filter(job=job).exclude(pk=first.pk).delete()
        chunks.filter(pk=first.pk).update(
            file=job.file, page_count=job.page_count, drawn=job.page_count
        )
    entries.filter(page__isnull=False).update(page_in_file=F("page"))
    for chunk in chunks.exclude(file="").filter(page_count=0).annotate(count=Count("entries")):
        chunks.filter(pk=chunk.pk).update(page_count=chunk.count, drawn=chunk.count)


class Migration(migrations.Migration):
    dependencies = [("badges", "0003_files_of_chunks")]

    operations = [migrations.RunPython(give_files_to_chunks, migrations.RunPython.noop)]
