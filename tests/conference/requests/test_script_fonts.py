"""A page links the fonts of the scripts that it shows, and of no others."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from conference import embedded
from conference.choices import Role
from conference.models import StaffRole
from conference.requests.script_fonts import FONTS, HEADER, linked_script_fonts
from launch.assets import WEB_FONTS
from tests.factories import DelegateFactory, DelegationFactory, StaffRoleFactory
from tests.here import HERE, here

TOKENS = embedded.ROOT / "static/css/tokens.css"
LINK = re.compile(r"vendor/noto-sans-(\w+)/index")


def answered(content: str, content_type: str = "text/html; charset=utf-8") -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    answer = linked_script_fonts(lambda _request: response)(RequestFactory().get("/"))
    assert isinstance(answer, HttpResponse)
    return answer


def linked(shown: str) -> list[str]:
    page = answered(f"<html><head><title>A</title></head><body>{shown}</body></html>")
    head = page.content.decode().partition("</head>")[0]
    return LINK.findall(head)


@pytest.mark.parametrize(
    ("shown", "scripts"),
    [
        ("Zurich", []),
        ("Zürich, Қӯрғонтеппа, Αθήνα, दिल्ली", []),
        ("王毅", ["sc"]),
        ('<bdi lang="ja">山田</bdi>', ["jp"]),
        ('<span class="quiet" lang="ja-JP"><bdi>山田</bdi></span>', ["jp"]),
        ('<bdi lang="ko">金</bdi>', ["kr"]),
        ('<bdi lang="ja">山田</bdi>, <bdi lang="zh-hans">王毅</bdi>', ["jp", "sc"]),
        ('<p lang="ja">山田 <bdi lang="zh-hans">王毅</bdi></p>', ["jp", "sc"]),
        ('<div lang="ja"><p>山田</p></div> <p>王毅</p>', ["jp", "sc"]),
        ('<a hreflang="ja" lang="kok">कोंकणी</a>', []),
        ("やまだ", ["jp"]),
        ("김민준", ["kr"]),
        ("สมชาย", ["thai"]),
        ("გიორგი", ["georgian"]),
        ("Արամ", ["armenian"]),
        ("דוד", ["hebrew"]),
        ("محمد", ["arabic"]),
        ("สมชาย 王", ["sc", "thai"]),
    ],
)
def test_scripts_that_a_page_shows_are_linked(shown: str, scripts: list[str]) -> None:
    assert linked(shown) == scripts


def test_part_says_its_fonts_in_a_header_and_stays_as_it_was() -> None:
    part = answered("<tr><td>김민준</td></tr>")

    assert part.content.decode() == "<tr><td>김민준</td></tr>"
    assert LINK.findall(part.headers[HEADER]) == ["kr"]


def test_what_is_no_page_is_left_alone() -> None:
    file = answered("<head></head>王", content_type="text/calendar; charset=utf-8")

    assert (file.content.decode(), HEADER in file.headers) == ("<head></head>王", False)


def capital(word: str) -> str:
    return word.upper() if len(word) == 2 else word.capitalize()


def test_each_font_is_copied_at_set_up_and_named_in_the_typeface() -> None:
    tokens = TOKENS.read_text()
    words = {font.name: " ".join(map(capital, font.name.split("-"))) for font in FONTS}

    assert {"noto-sans", *words} == set(WEB_FONTS)
    assert [family for family in words.values() if f'"{family} Variable"' not in tokens] == []


def test_delegation_s_page_links_the_font_of_an_own_name(client: Client) -> None:
    role: StaffRole = StaffRoleFactory(conference__slug=HERE, role=Role.ORGANIZER)
    client.force_login(role.user)
    plain, korean = DelegationFactory.create_batch(2, conference=role.conference)
    DelegateFactory(delegation=plain)
    DelegateFactory(delegation=korean, own_name="김민준", own_name_language="ko")

    pages = [
        client.get(here("delegates_delegation_change", delegation.pk)).content.decode()
        for delegation in (plain, korean)
    ]

    assert [LINK.findall(page) for page in pages] == [[], ["kr"]]
