"""The pictures that badges show, by key: a flag of the pinned set, or a file of the storage."""

from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from badges import hairlines
from badges.markup import RenderError
from conference import pdf
from conference.pdf import Asset
from delegates.flags import static_path
from delegates.models import Delegation

FLAG_PREFIX = "flag:"
MEDIA_TYPES = {".png": pdf.PNG, ".jpg": pdf.JPEG, ".jpeg": pdf.JPEG, ".svg": pdf.SVG}


def flag_key(delegation: Delegation) -> str:
    """The delegation's own flag, else the one of its code; "" where there is none to show."""
    if delegation.flag_file:
        return str(delegation.flag_file.name)
    code = delegation.flag_code.lower()
    return f"{FLAG_PREFIX}{code}" if code and static_path(code) else ""


def load(key: str) -> Asset:
    """Raises RenderError for a picture that is gone or that no badge can show."""
    if key.startswith(FLAG_PREFIX):
        return _flag(key.removeprefix(FLAG_PREFIX))
    media_type = MEDIA_TYPES.get(Path(key).suffix.lower())
    if media_type is None:
        raise RenderError(_("The picture %s is neither PNG, JPEG nor SVG.") % key)
    try:
        with default_storage.open(key) as file:
            return Asset(media_type, file.read())
    except FileNotFoundError as error:
        raise RenderError(_("The picture %s is missing from the storage.") % key) from error


def _flag(code: str) -> Asset:
    found = finders.find(static_path(code)) if static_path(code) else None
    if found is None:
        raise RenderError(_("There is no flag “%s”.") % code)
    return _drawn(Path(found))


@lru_cache(maxsize=256)
def _drawn(path: Path) -> Asset:
    return Asset(pdf.SVG, hairlines.lightened(path.read_bytes()))
