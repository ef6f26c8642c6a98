"""The pictures that badges show, by key: a flag of the pinned set, or a file of the storage."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from badges.engine import hairlines
from badges.engine.errors import RenderError
from badges.engine.memory import Memory
from conference.pdf import layout
from conference.pdf.layout import Asset
from delegates.flags import static_path

FLAG_PREFIX = "flag:"
_flags: Memory[Asset] = Memory(8 * 2**20, lambda flag: len(flag.data))
MEDIA_TYPES = {".png": layout.PNG, ".jpg": layout.JPEG, ".jpeg": layout.JPEG, ".svg": layout.SVG}


def load(key: str) -> Asset:
    """Raises RenderError for a picture that is gone or that no badge can show."""
    if key.startswith(FLAG_PREFIX):
        return _flag(key.removeprefix(FLAG_PREFIX))
    media_type = MEDIA_TYPES.get(Path(key).suffix.lower())
    if media_type is None:
        raise RenderError(_("%s is neither PNG, JPEG nor SVG.") % _what(key))
    try:
        with default_storage.open(key) as file:
            return Asset(media_type, file.read())
    except FileNotFoundError as error:
        words = _("%s is missing from the storage: upload it again.")
        raise RenderError(words % _what(key)) from error


def _what(key: str) -> str:
    """As an officer calls what is stored under the key: nobody else knows keys."""
    match key.partition("/")[0]:
        case "photos":
            return _("The photo")
        case "flags":
            return _("The flag of the delegation")
        case "logos":
            return _("The logo of the conference")
    return _("A picture")


def _flag(code: str) -> Asset:
    found = finders.find(static_path(code)) if static_path(code) else None
    if found is None:
        raise RenderError(_("There is no flag “%s”.") % code)
    return _drawn(Path(found))


def _drawn(path: Path) -> Asset:
    known = _flags.get(path)
    if known is None:
        known = Asset(layout.SVG, hairlines.lightened(path.read_bytes()))
        _flags.put(path, known)
    return known
