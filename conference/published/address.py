"""Which addresses can be files, and under which name each lies in a folder."""

import re

from conference.published.errors import UnfitError

# Letters that are written in an address as they are, so that each file has one spelling; no name
# begins with a dot. A page ends with a slash, any other file does not.
ADDRESS = re.compile(r"(?:/[\w~-][\w.~-]{0,199})+/?", re.ASCII)
PAGE = "index.html"
COMPRESSED = (".gz", ".br")

HEADERS = frozenset({"Content-Disposition", "Content-Language"})
"""What a file may say of itself; everything else is the site's, or follows from its bytes."""

WRITABLE = re.compile(r"[\x20-\x7e]{1,400}")
TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(?:; charset=utf-8)?", re.ASCII)


def require_address(address: str) -> None:
    """Raises UnfitError for what cannot be a file, or would be one under two addresses."""
    name = address.rsplit("/", 1)[-1]
    if not ADDRESS.fullmatch(address) or name == PAGE or name.endswith(COMPRESSED):
        raise UnfitError(f"{address!r} cannot be the address of a published file.")


def file_of(address: str) -> str:
    """Below the folder of all: `/en/rabat/agenda/` is `en/rabat/agenda/index.html`."""
    require_address(address)
    return address[1:] + (PAGE if address.endswith("/") else "")


def conference_of(address: str) -> str:
    """The second part, `rabat` of `/en/rabat/agenda/`; blank where there is none."""
    parts = address.split("/", 3)
    return parts[2] if len(parts) == 4 else ""


def require_type(content_type: str) -> None:
    if not TYPE.fullmatch(content_type):
        raise UnfitError(f"{content_type!r} is no type of a published file.")


def require_header(name: str, value: str) -> None:
    if name not in HEADERS or not WRITABLE.fullmatch(value):
        raise UnfitError(f"A published file cannot have the header {name}: {value!r}.")
