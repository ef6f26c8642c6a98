"""Designs as tests have them: saved and, unless a test is about drafts, in use."""

from badges.engine.design.faces import Face, Faces, front_only
from badges.engine.design.folding import Folding, Place
from badges.engine.design.language import DesignSource
from badges.models import BadgeDesign, DesignVersion
from badges.services import designs
from conference.models import User
from tests.factories import AT


def both(front: DesignSource, back: DesignSource, folding: Folding = Folding.NONE) -> Faces:
    return Faces((Face(Place.FRONT, front), Face(Place.BACK, back)), folding)


def save(
    design: BadgeDesign, source: DesignSource | Faces, by: User | None = None
) -> DesignVersion:
    faces = front_only(source) if isinstance(source, DesignSource) else source
    return designs.save_version(design=design, faces=faces, by=by, at=AT)


def put_to_use(
    design: BadgeDesign, source: DesignSource | Faces, by: User | None = None
) -> DesignVersion:
    """A new version, in use from now on."""
    version = save(design, source, by)
    design.refresh_from_db()
    designs.use(version=version, instead_of=design.version_in_use_id, by=by, at=AT)
    design.refresh_from_db()
    return version
