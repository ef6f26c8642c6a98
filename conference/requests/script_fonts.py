"""Fonts of scripts that not every machine has: linked by the pages that show such a script.

A name in Chinese, Korean or Georgian is on few pages, and the style sheets that say which file
holds which characters are long. A page that shows none of them links none. A browser then fetches
the files of those characters that no font of its machine has (`--font` in tokens.css).
"""

import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.templatetags.static import static
from django.utils.html import format_html_join

from conference.requests.middleware import GetResponse

HEADER = "Script-Fonts"
HEAD_ENDS = "</head>"


HAN = "[\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"


@dataclass(frozen=True)
class ScriptFont:
    """Of the npm package `name`; `shown` finds a character of the script.

    Han is shared: which font draws it follows from the language that it is marked with. `marked`
    finds that this one does, `elsewhere` what the fonts of others draw.
    """

    name: str
    shown: re.Pattern[str]
    marked: re.Pattern[str] | None = None
    elsewhere: re.Pattern[str] | None = None

    @property
    def url(self) -> str:
        return static(f"vendor/{self.name}/index.css")

    def is_shown(self, page: str, characters: str) -> bool:
        """`characters` are those of the page, each once: some dozens of thousands."""
        if self.shown.search(characters):
            if self.elsewhere is None or not _shares_han(page):
                return True
            return bool(self.shown.search(self.elsewhere.sub("", page)))
        return bool(self.marked and _shares_han(page) and self.marked.search(page))


def _shares_han(page: str) -> bool:
    """Whether it may: looking for so few letters costs next to nothing."""
    return 'lang="ja' in page or 'lang="ko' in page


MARKED = {"jp": re.compile(r'\slang="ja[-"]'), "kr": re.compile(r'\slang="ko[-"]')}
ELSEWHERE = {
    "sc": re.compile(r'<(\w+)\b[^>]*\slang="(?:ja|ko)[-"](?:(?!\slang=).)*?</\1>', re.DOTALL)
}
FONTS = tuple(
    ScriptFont(
        f"noto-sans-{script}", re.compile(pattern), MARKED.get(script), ELSEWHERE.get(script)
    )
    for script, pattern in {
        "arabic": "[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]",
        "armenian": "[\u0530-\u058f\ufb13-\ufb17]",
        "georgian": "[\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2f]",
        "hebrew": "[\u0590-\u05ff\ufb1d-\ufb4f]",
        "jp": "[\u3040-\u30ff\u31f0-\u31ff]",
        "kr": "[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]",
        "sc": HAN,
        "thai": "[\u0e00-\u0e7f]",
    }.items()
)


def linked_script_fonts(get_response: GetResponse) -> GetResponse:
    """In the head of a page. A part has no head: script_fonts.js reads them in its header."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        return with_script_fonts(response) if isinstance(response, HttpResponse) else response

    return middleware


def with_script_fonts(response: HttpResponse) -> HttpResponse:
    """The same answer; what it shows in other scripts is in the fonts that it links."""
    if _is_html(response):
        _link(response)
    return response


def _is_html(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")


def _link(response: HttpResponse) -> None:
    if response.content.isascii():
        return
    page = response.content.decode(response.charset)
    characters = "".join(set(page))
    urls = [font.url for font in FONTS if font.is_shown(page, characters)]
    if not urls:
        return
    head, ends, rest = page.partition(HEAD_ENDS)
    if ends:
        sheet = '<link rel="stylesheet" href="{}">'
        links = format_html_join("", sheet, ((url,) for url in urls))
        response.content = f"{head}{links}{ends}{rest}".encode(response.charset)
    else:
        response.headers[HEADER] = " ".join(urls)
