from typing import Any

from django.db import migrations
from django.db.models import F

FRONT = "front"


def give_versions_a_front(apps: Any, _schema_editor: Any) -> None:
    """What a version or a sample said is what its front says: it prints the same."""
    versions = apps.get_model("badges", "DesignVersion").objects
    faces = apps.get_model("badges", "DesignFace").objects
    faces.bulk_create(
        faces.model(
            conference_id=version.conference_id,
            version_id=version.pk,
            place=FRONT,
            order=1,
            html=version.html,
            css=version.css,
        )
        for version in versions.order_by("pk")
    )
    for sample in apps.get_model("badges", "SamplePrint").objects.order_by("pk"):
        sample.faces = [{"place": FRONT, "html": sample.html, "css": sample.css}]
        # How texts got onto paper was told of the only face there was.
        sample.report = [sample.report] if sample.report else []
        sample.save(update_fields=["faces", "report"])


def put_the_latest_to_use(apps: Any, _schema_editor: Any) -> None:
    """Until now the latest version of a design was the one that badges were printed in."""
    for design in apps.get_model("badges", "BadgeDesign").objects.order_by("pk"):
        design.version_in_use = design.versions.order_by("-number").first()
        design.save(update_fields=["version_in_use"])


def count_badges(apps: Any, _schema_editor: Any) -> None:
    """Until now every badge had one page."""
    jobs = apps.get_model("badges", "PrintJob").objects
    jobs.filter(page_count__gt=0).update(badge_count=F("page_count"))


class Migration(migrations.Migration):
    dependencies = [("badges", "0030_designs_have_faces")]

    operations = [
        migrations.RunPython(give_versions_a_front, migrations.RunPython.noop),
        migrations.RunPython(put_the_latest_to_use, migrations.RunPython.noop),
        migrations.RunPython(count_badges, migrations.RunPython.noop),
    ]
