"""The versions of a design: read, looked at, and put to use on a page that says what follows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from badges.admin.designs.samples import SamplePages
from badges.engine.design.faces import Faces
from badges.engine.design.folding import Place
from badges.models import BadgeDesign, DesignVersion, SamplePrint
from badges.services import designs
from badges.standing.design_use import use_of
from conference.admin import Card, Decision, Effect, Given, Outcome, about


class VersionPages(SamplePages):
    """Pages of the designs' admin."""

    def pages(self) -> list[URLPattern]:
        version = "<int:object_id>/versions/<int:number>/"
        return [
            *super().pages(),
            self.page_url(version, require_safe(self.version_view), "version"),
            self.page_url(
                f"{version}preview/", require_safe(self.version_preview_view), "version_preview"
            ),
            self.page_url(f"{version}use/", self.use_view, "use", needs="change"),
        ]

    def version_view(self, request: HttpRequest, design: BadgeDesign, number: int) -> HttpResponse:
        """What a saved version says. It never changes."""
        version = version_or_404(design, number)
        is_in_use = version.pk == design.version_in_use_id
        return self.page(
            request,
            "badges/design_version.html",
            title=_("%(design)s, version %(number)d")
            % {"design": design.name, "number": version.number},
            design=design,
            version=version,
            faces=list(version.faces.all()),
            is_in_use=is_in_use,
            is_former=is_former(version, design),
            may_use=not is_in_use and self.is_let(request, "change", design),
        )

    def version_preview_view(
        self, request: HttpRequest, design: BadgeDesign, number: int
    ) -> HttpResponse:
        return self.preview(request, version_or_404(design, number))

    def use_view(self, request: HttpRequest, design: BadgeDesign, number: int) -> HttpResponseBase:
        version = version_or_404(design, number)
        return self.decision_page(request, design, decision=to_use(version))

    def card(self, row: BadgeDesign) -> Card:
        """The only decision on a design is on one of its versions."""
        in_use = row.version_in_use
        words = _("Version %d is in use now.") % in_use.number if in_use else _("Not in use yet.")
        return Card(str(row), [words])


def picture_of(version: DesignVersion) -> str:
    """Of the latest sample of it; "" where there is none."""
    samples = SamplePrint.objects.filter(version=version).exclude(picture="")
    sample = samples.order_by("pk").last()
    if sample is None:
        return ""
    address = reverse(
        "admin:badges_badgedesign_sample_picture", args=[version.design_id, sample.pk]
    )
    return format_html('<img src="{}" alt="">', address)


def version_or_404(design: BadgeDesign, number: int) -> DesignVersion:
    rows = design.versions.select_related("design__version_in_use", "created_by")
    return get_object_or_404(rows, number=number)


def is_former(version: DesignVersion, design: BadgeDesign) -> bool:
    """Whether it comes before the version in use."""
    in_use = design.version_in_use
    return in_use is not None and version.number < in_use.number


@dataclass(frozen=True)
class VersionDecision(Decision):
    """With a picture of what badges look like from then on, "" where there is none yet."""

    picture: str = ""


def to_use(version: DesignVersion) -> VersionDecision:
    """Its page shows what changes and whose badges it concerns."""
    again = is_former(version, version.design)
    act = _("Use version %d of %%s again") if again else _("Use version %d of %%s from now on")
    will = _(
        "Badges are printed in version %(number)d from now on. Badges that are out stay as they"
        " are and stay valid."
    )
    return VersionDecision(
        value="use",
        words=words_of_use(version),
        act=act % version.number,
        will=will % {"number": version.number},
        done=_("Printed in version %d from now on") % version.number,
        decide=partial(use, version),
        needs="change",
        is_legal=lambda design: design.version_in_use_id != version.pk,
        follows=partial(effects_of_use, version),
        page="use",
        template="badges/design_use.html",
        picture=picture_of(version),
    )


def words_of_use(version: DesignVersion) -> str:
    if is_former(version, version.design):
        return _("Use version %d again") % version.number
    return _("Use version %d from now on") % version.number


def use(version: DesignVersion, rows: Any, given: Given) -> Outcome:
    """Whoever decides has read which version was in use: the page says so."""
    instead_of = rows.get().version_in_use_id
    designs.use(version=version, instead_of=instead_of, by=given.by, at=given.at)
    return Outcome(1)


def effects_of_use(version: DesignVersion, rows: Any) -> Sequence[Effect]:
    in_use = rows.get().version_in_use
    said = [] if in_use is None else list(changes(in_use, version))
    return [*map(Effect, said), *_whose(version)]


def changes(former: DesignVersion, version: DesignVersion) -> Iterator[str]:
    """What is another one, face by face."""
    before, after = former.as_faces(), version.as_faces()
    words = {
        Place.FRONT: _("The front side is not as in version %d, which is in use now."),
        Place.BACK: _("The back side is not as in version %d, which is in use now."),
    }
    for place in Place:
        old, new = _on(before, place), _on(after, place)
        if old is None and new is not None:
            yield _("Badges have a back side: version %d, which is in use now, has none.") % (
                former.number
            )
        elif old is not None and new is None:
            yield _("Badges have no back side: version %d, which is in use now, has one.") % (
                former.number
            )
        elif old != new:
            yield words[place] % former.number
    if before.folding != after.folding:
        yield _("The card: %(now)s instead of %(before)s.") % {
            "now": after.folding.label,
            "before": before.folding.label,
        }


def _on(faces: Faces, place: Place) -> Any:
    return next((face.source for face in faces if face.place == place), None)


def _whose(version: DesignVersion) -> Iterator[Effect]:
    use = use_of(version)
    if use.waiting:
        words = ngettext(
            "%d person still to get a badge gets it in this version.",
            "%d people still to get a badge get it in this version.",
            use.waiting,
        )
        yield Effect(words % use.waiting)
    if use.in_print:
        words = ngettext(
            "%d badge being printed keeps the version it was sent in.",
            "%d badges being printed keep the version they were sent in.",
            use.in_print,
        )
        yield Effect(words % use.in_print)
    if use.issued:
        words = ngettext(
            "%d badge was issued in another version. It stays valid and does not go out of date;"
            " replaced, it has this version.",
            "%d badges were issued in another version. They stay valid and do not go out of date;"
            " replaced, they have this version.",
            use.issued,
        )
        yield Effect(words % use.issued)
    for category in use.categories:
        yield about(category, _("Category %s uses this design.") % category)
    for badge_type in use.types:
        yield about(badge_type, _("Badge type %s uses this design.") % badge_type)
    if use.is_default:
        yield Effect(_("Every category without a design of its own uses this design."))
