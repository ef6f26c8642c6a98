"""No English is left on what focal points, liaison officers and who asks to be invited read."""

import re
from typing import Any

import pytest
from django.test import Client

from conference.writing.languages import OWN_NAMES
from tests.architecture.test_registration_queries import OF_REGISTRATION, Everything
from tests.architecture.test_translations import LANGUAGES, Words, of_the_catalog

WRONG = {
    "add_people": {
        "email": "no address",
        "phone": "abc",
        "position": "none",
        "family_name": "\u202e",
    },
    "open_person": {"email": "no address", "arrives_at": "never", "nationality": "x"},
    "leave": {},
    "messages": {"text": ""},
    "needs": {"dietary": "x" * 5000},
    "nominations": {"reference": "", "dated_on": "2999-01-01"},
    "request_invitation": {"email": "no address"},
    "upload_list": {},
}
"""What forms are refused for, by the address they are sent to."""
PAGES = 20
"""So many there are at least."""


def texts_of(client: Client, path: str, sent: dict[str, str] | None = None) -> list[str] | None:
    answer: Any = client.get(path) if sent is None else client.post(path, sent)
    if answer.streaming:
        b"".join(answer.streaming_content)
    if not answer["Content-Type"].startswith("text/html") or answer.status_code != 200:
        return None
    page = answer.content.decode()
    for part in (r"<script.*?</script>", r"<ul>\s*<li>\s*<a [^>]*hreflang=.*?</ul>"):
        page = re.sub(part, "", page, flags=re.DOTALL)
    return [text for text in Words(page).texts if text not in OWN_NAMES.values()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_is_left_on_a_page_of_registration(client: Client, language: str) -> None:
    assert of_the_catalog(["Add people", "Country 7"], language) == ["Add people"]
    everything = Everything(1)
    found, asked = [], 0
    for address in OF_REGISTRATION:
        is_accompanied = address.name.startswith("accompanied")
        user = everything.liaison_officer if is_accompanied else everything.focal_point
        client.force_login(user)
        path = re.sub(r"^/en/", f"/{language}/", everything.ask(address).path)
        for sent in (None, WRONG[address.name]) if address.name in WRONG else (None,):
            texts = texts_of(client, path, sent)
            if texts is not None:
                asked += 1
                found += [(address.name, text) for text in of_the_catalog(texts, language)]

    assert found == []
    assert asked >= PAGES
