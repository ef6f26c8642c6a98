"""Several photos chosen at once for the people of a delegation: kept, and told by their names."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _

from conference.errors import DomainError
from conference.files.storage import StorageError
from delegates import photos
from delegates.importing.report import shortened
from delegates.models import DelegateQuerySet
from delegates.naming.names import list_name
from delegates.recognition.file_names import owners_of

NOBODY = "nobody"
MOST_AT_ONCE = 60
MOST_OFFERED = 60
LONGEST_NAME = 200
MEMBER_COLUMNS = (
    "pk", "given_name", "family_name", "own_name", "display_name", "reference", "photo",
)  # fmt: skip


@dataclass(frozen=True)
class Chosen:
    """A photo that waits. `said` is whose it is, where somebody said so: an owner's value."""

    token: str
    key: str
    name: str
    said: str = ""


@dataclass(frozen=True)
class Owner:
    """Whose a photo may be: a row of the page, or somebody in the delegation.

    `value` is what a form sends; `has_photo` is asked about before it is replaced.
    """

    value: str
    words: str
    names: tuple[str, ...]
    has_photo: bool = False


@dataclass(frozen=True)
class ShownPhoto:
    """`owner` is the value of whose it is, "" where that is asked; those in `likely` come first."""

    token: str
    name: str
    thumbnail: str
    warning: str
    owner: str
    likely: Sequence[Owner]
    others: Sequence[Owner]
    words: str


def chosen_in(
    sent: QueryDict, files: Iterable["UploadedFile[Any]"], *, whom: str
) -> tuple[list[Chosen], list[str]]:
    """What waits since the form was sent before and what comes with it; and why not, in words."""
    found, refused = [], []
    for number in range(1, MOST_AT_ONCE + 1):
        token, name, said = (sent.get(f"photo{number}{part}", "") for part in ("", "_name", "_of"))
        if not token:
            continue
        if key := photos.waiting(token, whom=whom):
            found.append(Chosen(token, key, name[:LONGEST_NAME], said))
        else:
            refused.append(_("“%s” was not saved in time: choose it again.") % shortened(name))
    for file in files:
        name = (file.name or "")[-LONGEST_NAME:]
        try:
            token = _kept(file, whom, room=len(found) < MOST_AT_ONCE)
        except (DomainError, StorageError) as error:
            refused.append(f"“{shortened(name)}”: {error}")
        else:
            found.append(Chosen(token, photos.waiting(token, whom=whom), name))
    return found, refused


def _kept(file: "UploadedFile[Any]", whom: str, *, room: bool) -> str:
    if not room:
        raise DomainError(
            _("There are %d photos already: register these people first.") % MOST_AT_ONCE
        )
    return photos.waiting_token(photos.encoded(file), whom=whom)


def members_of(people: DelegateQuerySet) -> list[Owner]:
    """Whoever may be seen of the delegation."""
    return [
        Owner(
            value=f"member:{row['pk']}",
            words=list_name(given=row["given_name"], family=row["family_name"]),
            names=(
                f"{row['given_name']} {row['family_name']}",
                row["own_name"],
                row["display_name"],
                row["reference"],
            ),
            has_photo=bool(row["photo"]),
        )
        for row in people.in_protocol_order().values(*MEMBER_COLUMNS)
    ]


def rows_of(rows: Mapping[int, Mapping[str, str]]) -> list[Owner]:
    found = []
    for number, texts in rows.items():
        given, family = texts.get("given_name", ""), texts.get("family_name", "")
        own = texts.get("own_name", "")
        parts = f"{texts.get('own_given_name', '')} {texts.get('own_family_name', '')}"
        found.append(
            Owner(
                value=f"row:{number}",
                words=_("%(name)s, row %(number)d")
                % {"name": list_name(given=given, family=family) or own or "–", "number": number},
                names=(f"{given} {family}", own, parts),
            )
        )
    return found


def whose(chosen: Sequence[Chosen], owners: Sequence[Owner]) -> list[ShownPhoto]:
    """Each with whose it is. Nobody's photo is replaced unless somebody says so."""
    by_value = {owner.value: owner for owner in owners}
    said = {
        at: (photo.said if photo.said in by_value or photo.said == NOBODY else None)
        for at, photo in enumerate(chosen)
        if photo.said
    }
    found = owners_of(
        [photo.name for photo in chosen],
        {owner.value: owner.names for owner in owners},
        {at: value for at, value in said.items() if value},
    )
    shown = []
    for at, (photo, one) in enumerate(zip(chosen, found, strict=True)):
        owner, likely, words = one.owner or "", one.likely, ""
        if owner and owner != NOBODY and by_value[owner].has_photo and not said.get(at):
            owner, likely = "", (owner,)
            words = _("Has a photo already: replace it?")
        elif not owner and len(likely) > 1:
            words = _("Matches several names: whose is it?")
        elif not owner:
            words = _("Whose is it?")
        shown.append(_shown(photo, owner, likely, words, owners))
    return shown


def _shown(
    photo: Chosen, owner: str, likely: Sequence[str], words: str, owners: Sequence[Owner]
) -> ShownPhoto:
    with default_storage.open(photo.key) as stored:
        content = stored.read()
    first = [one for one in owners if one.value in likely]
    rest = [one for one in owners if one not in first]
    # Of a large delegation those who have none; whoever else is meant is found by name.
    offered = [one for one in rest if not one.has_photo or one.value == owner]
    return ShownPhoto(
        token=photo.token,
        name=photo.name,
        thumbnail=base64.b64encode(photos.reduced(content)).decode(),
        warning=photos.warning(content),
        owner=owner,
        likely=first,
        others=offered[:MOST_OFFERED],
        words=words,
    )
