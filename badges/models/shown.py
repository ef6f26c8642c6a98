"""What a generation shows, kept beside its content by the database itself.

Among tens of thousands these find whose badge shows what is no longer so: to read the content of
each costs three times as much as all the rest. A part that comes later to what is a person's or a
badge's own means that both columns are taken away and added anew, for Django alters none that is
generated: the table is written anew then.
"""

from django.db import models
from django.db.models import F, Func, GeneratedField

SEPARATOR = "\x1f"
WORDS_OF_PERSON = ("given_name", "family_name", "own_name", "function", "department", "ministry")
"""Each a text in a language; of all but the name in own script that is blank."""

KEY_OF_PHOTO = "photo"
NOT_SHARED = (
    *WORDS_OF_PERSON,
    KEY_OF_PHOTO,
    *("copy_number", "copy_count"),
    *("vehicle_plate", "vehicle_make", "vehicle_colour", "vehicle_driver"),
    *("serial", "code", "token"),
)
"""The parts of the holder and of the badge: `snapshot.SHARED` are all others."""


def texts_of_person() -> GeneratedField:
    """The words, each text in its turn, then the photo; after the name in own script its language.

    None where one is not stored, is in a language that it never is in, or holds the separator: two
    texts are never taken for two others. `DelegateHolder.shown` is the same of a delegate, as it
    would be now.
    """
    texts = f" || chr({ord(SEPARATOR)}) || ".join(
        [*map(_text, WORDS_OF_PERSON), f"(%(expressions)s #>> '{{{KEY_OF_PHOTO}}}')"]
    )
    holds_none = f"strpos(%(expressions)s::text, '\\u{ord(SEPARATOR):04x}') = 0"
    return GeneratedField(
        expression=Func(F("content"), template=f"CASE WHEN {holds_none} THEN {texts} END"),
        output_field=models.TextField(null=True),
        db_persist=True,
    )


def _text(name: str) -> str:
    text, language = (f"%(expressions)s #>> '{{{name},{part}}}'" for part in ("text", "language"))
    if name == "own_name":
        return f"({text}) || chr({ord(SEPARATOR)}) || ({language})"
    return f"CASE WHEN {language} = '' THEN {text} END"


def digest_of_shared() -> GeneratedField:
    """Alike of all that show the same but for what is their holder's and their own.

    Not by MD5, which PostgreSQL refuses where only approved cryptography is allowed (FIPS). What is
    digested are bytes, and `convert_to` may say others tomorrow, so PostgreSQL takes no generated
    column from it: the cast reads a text as bytes whose backslashes are doubled.
    """
    without_own = f"(%(expressions)s - '{{{','.join(NOT_SHARED)}}}'::text[])::text"
    in_bytes = rf"replace({without_own}, E'\\', E'\\\\')::bytea"
    template = f"left(encode(sha256({in_bytes}), 'hex'), 32)::uuid"
    return GeneratedField(
        expression=Func(F("content"), template=template),
        output_field=models.UUIDField(),
        db_persist=True,
    )
