"""Asking for parts of pages as htmx does, in a page that says where its parts come from."""

import re
from html import unescape
from typing import Any

from django.test import Client


def ask_for_part(client: Client, url: str, name: str) -> Any:
    """The response to what an element with that id asks for."""
    return client.get(url, headers={"HX-Request": "true", "HX-Target": name})


def asks(page: str, name: str) -> str:
    """The address that the page's element with that id asks; "" if there is no such element."""
    found = re.search(rf'<div id="{name}"[^>]*?hx-get="([^"]*)"', page)
    return unescape(found[1]) if found else ""
