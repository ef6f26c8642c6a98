"""The numbers of the start page, each with the list that it leads to."""

import re
from html import unescape

from django.test import Client

NUMBER = re.compile(
    r'<a href="(/admin/[^"]+)">[^<]*(?:<span class="state[^>]*>[^<]*</span> )?<b>(?:× )?(\d+)</b>'
)


def numbers_of(page: str) -> list[tuple[str, int]]:
    return [(unescape(url), int(number)) for url, number in NUMBER.findall(page)]


def rows_behind(client: Client, numbers: list[tuple[str, int]]) -> list[tuple[str, int]]:
    return [(url, client.get(url).context["cl"].result_count) for url, _number in numbers]
