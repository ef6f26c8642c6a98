from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import OuterRef, Subquery


def keep_contents(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """A generation without content takes that of its latest entry.

    Both were always written from one object: no other entry says what its generation does not.
    """
    entries = apps.get_model("badges", "PrintEntry").objects.exclude(content={})
    latest = entries.filter(generation=OuterRef("pk")).order_by("-pk").values("content")[:1]
    empty = apps.get_model("badges", "Generation").objects.filter(content={})
    empty.filter(pk__in=entries.values("generation")).update(content=Subquery(latest))


def give_contents_back(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    own = apps.get_model("badges", "Generation").objects.filter(pk=OuterRef("generation"))
    apps.get_model("badges", "PrintEntry").objects.update(
        content=Subquery(own.values("content")),
        design_version=Subquery(own.values("design_version")),
    )


class Migration(migrations.Migration):
    dependencies = [("badges", "0008_entry_may_name_no_design")]

    operations = [migrations.RunPython(keep_contents, give_contents_back)]
