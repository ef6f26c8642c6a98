"""All that somebody can read in the admin of a conference: whoever is not for them stands nowhere.

Pages of each row, the parts they fill themselves with, choices, searches and files.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile, is_zipfile

from django.test import Client

from conference.addresses import admin_url
from conference.models import Conference
from tests.admin_pages import Ask, completions, parts_of, paths_of_rows


def text_of(response: Any) -> str:
    content = b"".join(response) if response.streaming else response.content
    if is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
    return str(content.decode(errors="replace")).lower()


def everything(
    client: Client, conference: Conference, words_looked_for: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """What was asked, and what it answered in small letters."""
    yield from pages(client, {*paths_of_rows(conference), *completions(conference)})
    yield from found_or_exported(client, conference, words_looked_for)


def pages(client: Client, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """With the parts that they ask for by themselves."""
    for path in paths:
        response = client.get(path)
        text = text_of(response)
        yield path, text
        if response.status_code == 200 and "<html" in text:
            for ask in parts_of(path, text):
                yield str(ask), text_of(ask.of(client))


def found_or_exported(
    client: Client, conference: Conference, words_looked_for: Iterable[str]
) -> Iterator[tuple[str, str]]:
    people = admin_url(conference, "delegates_delegate_changelist")
    for words in words_looked_for:
        box = Ask.sending(admin_url(conference, "find"), {"find": [words]})
        # The box says again what was looked for.
        yield str(box), text_of(box.of(client)).replace(words.lower(), "")
        listed = client.post(people, {"search": words})
        if listed.status_code == 302:
            yield words, text_of(client.get(listed["Location"])).replace(words.lower(), "")
    for file_format in ("csv", "xlsx"):
        url = admin_url(conference, "delegates_delegate_export", file_format)
        yield url, text_of(client.post(url, {"whom": "everybody"}))
