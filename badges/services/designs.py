"""Badge designs: installed, changed, chosen. A saved version never changes (design decision 15)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from badges import designs
from badges.design_language import DesignSource, parse
from badges.models import BadgeDesign, DesignVersion
from conference import audit
from conference.models import Conference, User


@transaction.atomic
def save_version(
    *, design: BadgeDesign, source: DesignSource, by: User | None, at: dt.datetime
) -> DesignVersion:
    """The design says what `source` says; a new version only where that is a change.

    Raises DesignError, and saves nothing, for what is outside the language of designs.
    """
    parse(source)
    BadgeDesign.objects.select_for_update().get(pk=design.pk)
    latest = design.versions.order_by("-number").first()
    if latest is not None and (latest.html, latest.css) == (source.html, source.css):
        return latest
    version = DesignVersion.objects.create(
        conference_id=design.conference_id,
        design=design,
        number=latest.number + 1 if latest else 1,
        html=source.html,
        css=source.css,
        created_by=by,
    )
    audit.record(
        "badge_design.version_saved",
        target=design,
        by=by,
        at=at,
        fields=["html", "css"],
        detail={"version": version.number},
    )
    return version


@transaction.atomic
def install_default(*, conference: Conference, by: User | None, at: dt.datetime) -> DesignVersion:
    """The conference has the A6 design that comes with Dais, as its default; harmless twice."""
    design = BadgeDesign.objects.for_conference(conference).filter(is_default=True).first()
    if design is not None:
        latest = design.versions.order_by("-number").first()
        if latest is not None:
            return latest
    else:
        design = BadgeDesign.objects.create(
            conference=conference, name=_("A6 portrait"), is_default=True
        )
    return save_version(design=design, source=designs.shipped(designs.A6_PORTRAIT), by=by, at=at)
