"""Badge designs: installed, changed, put to use, chosen. A saved version never changes (design
decision 15), and saving one puts nothing to use.
"""

import datetime as dt
from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from badges import programme
from badges.engine.design import bounds, shipped
from badges.engine.design.errors import DesignError
from badges.engine.design.faces import Faces
from badges.engine.design.folding import Folding
from badges.engine.design.language import DesignSource, parse
from badges.engine.design.paper import NEAR, Paper, paper_of
from badges.engine.design.shipped.words import with_words
from badges.models import BadgeDesign, CategoryDesign, DesignFace, DesignVersion
from conference import audit
from conference.errors import DomainError
from conference.models import Conference, User
from conference.writing.languages import Localized
from delegates.models import Category


def check_face(source: DesignSource) -> None:
    """Raises DesignError for what is outside the language."""
    bounds.check(parse(source))


def check(faces: Faces) -> None:
    """Raises DesignError for what is outside the language, for a badge nobody could scan, and for
    faces that do not make one card.
    """
    for face in faces:
        check_face(face.source)
    if not any(face.has_code for face in faces):
        raise DesignError(1, _('The badge has no QR: write <img src="{{ qr }}" alt="">.'))
    check_card(faces)


def check_card(faces: Faces) -> None:
    """Raises DomainError for faces of different sizes, and for a fold with nothing behind it."""
    if faces.back is None:
        if faces.folding:
            raise DomainError(_("A folded card has a back side: add one."))
        return
    front, back = (paper_of(face.source.css) for face in (faces.front, faces.back))
    if not _is_one_card(front, back, is_folded=faces.folding != Folding.NONE):
        raise DomainError(
            _("The front side is %(front)s mm and the back side %(back)s mm: both are one card.")
            % {"front": _in_words(front), "back": _in_words(back)}
        )


def _is_one_card(front: Paper, back: Paper, *, is_folded: bool) -> bool:
    """The back of what is not folded may stand sideways."""
    sides = [(paper.width, paper.height) for paper in (front, back)]
    if not is_folded:
        sides = [(min(pair), max(pair)) for pair in sides]
    return all(abs(one - other) <= NEAR for one, other in zip(*sides, strict=True))


def _in_words(paper: Paper) -> str:
    return f"{paper.width:g} × {paper.height:g}"


@transaction.atomic
def save_version(
    *, design: BadgeDesign, faces: Faces, by: User | None, at: dt.datetime
) -> DesignVersion:
    """The latest version says what `faces` say: a draft, where that is a change; nothing is printed
    in it before it is put to use.

    Raises DesignError, and saves nothing, for what is outside the language of designs.
    """
    check(faces)
    BadgeDesign.objects.select_for_update().get(pk=design.pk)
    latest = latest_version(design)
    if latest is not None and latest.as_faces() == faces:
        return latest
    version = DesignVersion.objects.create(
        conference_id=design.conference_id,
        design=design,
        number=latest.number + 1 if latest else 1,
        folding=faces.folding,
        created_by=by,
    )
    DesignFace.objects.bulk_create(
        DesignFace(
            conference_id=design.conference_id,
            version=version,
            place=face.place,
            order=order,
            html=face.source.html,
            css=face.source.css,
        )
        for order, face in enumerate(faces, start=1)
    )
    audit.record(
        "badge_design.version_saved",
        target=design,
        by=by,
        at=at,
        fields=["faces"],
        detail={"version": version.number, "faces": [face.place.value for face in faces]},
    )
    return version


def latest_version(design: BadgeDesign) -> DesignVersion | None:
    """A draft, or the one in use, or what was tried after it."""
    return design.versions.order_by("-number").first()


@transaction.atomic
def use(
    *, version: DesignVersion, instead_of: int | None, by: User | None, at: dt.datetime
) -> None:
    """From now on badges of the design are printed in this version, which may be an earlier one.

    Badges that are out, and jobs that were sent, keep the version they have. `instead_of` is the id
    of the version in use that whoever decides has seen. Raises DomainError where it is another.
    """
    design = BadgeDesign.objects.select_for_update().get(pk=version.design_id)
    if design.version_in_use_id == version.pk:
        return
    if design.version_in_use_id != instead_of:
        raise DomainError(
            _("Version %d was put to use in the meantime. Look at the design again.")
            % (design.version_in_use.number if design.version_in_use else 0)
        )
    former = design.version_in_use
    design.version_in_use = version
    design.save(update_fields=["version_in_use"])
    audit.record(
        "badge_design.version_used",
        target=design,
        by=by,
        at=at,
        fields=["version_in_use"],
        detail={"version": version.number, "former": former.number if former else 0},
    )


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


def offered(design: BadgeDesign) -> Faces | None:
    """The newest design that comes with Dais, for one that began as a former one of it.

    Nothing is offered that was taken before: whoever went back to an own version meant it.
    """
    versions = [version.as_faces() for version in design.versions.prefetch_related("faces")]
    for one in shipped.DESIGNS:
        newest, *former = (version.faces() for version in reversed(one.versions))
        if newest not in versions and any(faces in versions for faces in former):
            return newest
    return None


def is_shipped(version: DesignVersion) -> bool:
    """Whether the version is one that came with Dais, unchanged."""
    faces = version.as_faces()
    return any(faces == one.faces() for design in shipped.DESIGNS for one in design.versions)


def to_begin_with(key: str, conference: Conference) -> Faces:
    """A design that comes with Dais, with the conference's words on it; of an unknown key the
    usual one.
    """
    faces = shipped.BY_KEY.get(key, shipped.A6).newest.faces()
    language = conference.principal_language
    days = programme.at_a_glance(conference, language)
    return with_words(faces, days, _if_found(conference.languages))


def _if_found(languages: Iterable[str]) -> list[Localized]:
    """In each language that has it, once."""
    found: dict[str, Localized] = {}
    for language in languages:
        with translation.override(language):
            words = _("If found, return this badge to the accreditation desk.")
        found.setdefault(words, Localized(words, language))
    return list(found.values())


@transaction.atomic
def install_default(*, conference: Conference, by: User | None, at: dt.datetime) -> DesignVersion:
    """The A6 design that comes with Dais is the conference's default and in use; harmless twice."""
    design = BadgeDesign.objects.for_conference(conference).filter(is_default=True).first()
    if design is None:
        design = BadgeDesign.objects.create(
            conference=conference, name=_("A6 portrait"), is_default=True
        )
    if design.version_in_use is not None:
        return design.version_in_use
    version = latest_version(design)
    if version is None:
        faces = shipped.A6.newest.faces()
        version = save_version(design=design, faces=faces, by=by, at=at)
    use(version=version, instead_of=None, by=by, at=at)
    return version
