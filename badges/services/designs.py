"""Badge designs: installed, changed, chosen. A saved version never changes (design decision 15)."""

import datetime as dt
import re
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from badges.engine.design import bounds, shipped
from badges.engine.design.errors import DesignError
from badges.engine.design.language import DesignSource, parse
from badges.models import BadgeDesign, CategoryDesign, DesignVersion
from conference import audit
from conference.models import Conference, User
from delegates.models import Category

QR = re.compile(r"\{\{\s*qr\s*\}\}")
QR_ONLY = '<img src="{{ qr }}" alt="">'


def check(source: DesignSource) -> None:
    """Raises DesignError for what is outside the language, or for a badge nobody could scan."""
    bounds.check(parse(source))
    if not QR.search(source.html):
        raise DesignError(1, _('The badge has no QR: write <img src="{{ qr }}" alt="">.'))


@transaction.atomic
def save_version(
    *, design: BadgeDesign, source: DesignSource, by: User | None, at: dt.datetime
) -> DesignVersion:
    """The design says what `source` says; a new version only where that is a change.

    Raises DesignError, and saves nothing, for what is outside the language of designs.
    """
    check(source)
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
def use_for(
    *, design: BadgeDesign, categories: Collection[Category], by: User, at: dt.datetime
) -> None:
    """Exactly these categories are printed in the design; whatever design they had is left."""
    chosen = {category.pk for category in categories}
    now = set(design.category_choices.values_list("category_id", flat=True))
    if chosen == now:
        return
    CategoryDesign.objects.filter(category_id__in=(now - chosen) | (chosen - now)).delete()
    CategoryDesign.objects.bulk_create(
        CategoryDesign(conference_id=design.conference_id, design=design, category_id=pk)
        for pk in sorted(chosen - now)
    )
    audit.record(
        "badge_design.used_for",
        target=design,
        by=by,
        at=at,
        fields=["categories"],
        detail={"categories": sorted(chosen)},
    )


def offered(design: BadgeDesign) -> DesignSource | None:
    """The newest design that comes with Dais, for one that began as a former one of it.

    Nothing is offered that was taken before: whoever went back to an own version meant it.
    """
    newest = shipped.shipped(shipped.A6_PORTRAIT)
    former = [shipped.shipped(name) for name in shipped.FORMER]
    versions = [DesignSource(*row) for row in design.versions.values_list("html", "css")]
    is_offered = newest not in versions and any(source in versions for source in former)
    return newest if is_offered else None


def is_shipped(version: DesignVersion) -> bool:
    """Whether the version is one that came with Dais, unchanged."""
    source = DesignSource(version.html, version.css)
    return source in map(shipped.shipped, shipped.SHIPPED)


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
    return save_version(design=design, source=shipped.shipped(shipped.A6_PORTRAIT), by=by, at=at)
