"""What goes from a form to the process that draws previews, and back: over a private Unix socket.

Neither the broker nor a file ever holds any of it.
"""

import json
import socket
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from badges.engine.content import BadgeContent

# Length of what follows, and who asks: of one person the newest request alone is drawn.
HEAD = struct.Struct(">QQ")
LENGTH = struct.Struct(">Q")
# The largest photo that a form takes, and room for the texts of a badge and its design.
MOST_BYTES = 12 * 2**20


@dataclass(frozen=True)
class Wish:
    """The front of a badge as a form has it. `upload` is a photo as it was sent, `photo` one that
    is encoded; without either the photo is the one that the content names.

    `language` is the reader's.
    """

    content: BadgeContent
    html: str
    css: str
    language: str
    upload: bytes = b""
    photo: bytes = b""


@dataclass(frozen=True)
class Note:
    """What becomes of a text that does not fit: see `engine.design.fields.Overlong`."""

    field: str
    text: str
    outcome: str
    size: float


@dataclass(frozen=True)
class Drawn:
    """`picture` is a JPEG, b"" where nothing could be drawn; `refusals` say why, or what is amiss
    with the photo.
    """

    picture: bytes = b""
    way: str = ""
    notes: Sequence[Note] = ()
    refusals: Sequence[str] = ()


def socket_path() -> Path:
    return Path(settings.PREVIEW_SOCKET)


def packed(wish: Wish) -> bytes:
    said = {
        "content": wish.content.as_snapshot(),
        "html": wish.html,
        "css": wish.css,
        "language": wish.language,
        "upload": len(wish.upload),
    }
    return _with_head(said, wish.upload + wish.photo)


def unpacked(data: bytes) -> Wish:
    said, pictures = _parted(data)
    return Wish(
        content=BadgeContent.from_snapshot(said["content"]),
        html=said["html"],
        css=said["css"],
        language=said["language"],
        upload=pictures[: said["upload"]],
        photo=pictures[said["upload"] :],
    )


def packed_answer(drawn: Drawn) -> bytes:
    said = {
        "way": drawn.way,
        "notes": [[note.field, note.text, note.outcome, note.size] for note in drawn.notes],
        "refusals": list(drawn.refusals),
    }
    return _with_head(said, drawn.picture)


def unpacked_answer(data: bytes) -> Drawn:
    said, picture = _parted(data)
    notes = [Note(*note) for note in said["notes"]]
    return Drawn(picture, said["way"], notes, said["refusals"])


def _with_head(said: dict[str, Any], rest: bytes) -> bytes:
    head = json.dumps(said, ensure_ascii=False).encode()
    return LENGTH.pack(len(head)) + head + rest


def _parted(data: bytes) -> tuple[dict[str, Any], bytes]:
    (length,) = LENGTH.unpack_from(data)
    end = LENGTH.size + length
    return json.loads(data[LENGTH.size : end]), data[end:]


def received(connection: socket.socket, before_each: Callable[[], None]) -> bytes:
    """All that is sent until the other side has done; EOFError for more than is expected."""
    pieces: list[bytes] = []
    room = MOST_BYTES
    while True:
        before_each()
        piece = connection.recv(2**16)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
        room -= len(piece)
        if room < 0:
            raise EOFError
