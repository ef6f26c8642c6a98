"""The guides in `docs/guide`, read where one works: *Help* leads to the section on the page.

They are Markdown, so that they read well beside the code too; a page of the admin shows them, and
that for focal points one of the site as well.
Nothing that a user wrote is ever rendered here.
"""

import re
import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDER = settings.ROOT / "docs/guide"
WRITTEN_IN = "en"
FOCAL_POINT = "focal-point"
NAMES = ["organizer", "badge-desk", "administrator", FOCAL_POINT]
SECTIONS = [
    ("health", "administrator#how-the-installation-stands"),
    ("conference_user", "administrator#users-and-who-may-make-conferences"),
    ("conference_installationevent", "administrator#users-and-who-may-make-conferences"),
    ("delegates_country", "administrator#countries-and-organizations"),
    ("delegates_organization", "administrator#countries-and-organizations"),
    ("delegates_partyalias", "organizer#import-a-list"),
    ("badges_printjob_one", "badge-desk#one-person-at-the-counter"),
    ("badges_printjob_desk", "badge-desk#one-person-at-the-counter"),
    ("badges_badgedesign", "organizer#badge-designs"),
    ("badges_badgetype", "organizer#types-of-badges"),
    ("badges_badge_of_delegation", "badge-desk#badges-of-a-delegation-and-its-vehicles"),
    ("badges_vehicle", "badge-desk#badges-of-a-delegation-and-its-vehicles"),
    ("badges_badge_", "badge-desk#replace-a-badge"),
    ("badges", "badge-desk#print-all-that-are-due"),
    ("find", "organizer#find-anything"),
    ("delegates_listprinting", "organizer#the-list-of-participants"),
    ("delegates_importrun", "organizer#import-a-list"),
    ("delegates_answer", "organizer#import-a-list"),
    ("delegates_knownapart", "organizer#import-a-list"),
    ("delegates_samepersonspelling", "organizer#import-a-list"),
    ("delegates_columnassignment", "organizer#import-a-list"),
    ("delegates_cellmeaning", "organizer#import-a-list"),
    ("delegates_delegate_decide", "organizer#decide"),
    ("delegates_delegate_queue", "organizer#decide"),
    ("delegates_delegate_review", "organizer#decide"),
    ("delegates", "organizer#delegations-and-their-people"),
    ("agenda", "organizer#the-agenda"),
    ("conference_venue", "organizer#the-agenda"),
    ("conference_room", "organizer#the-agenda"),
    ("conference_conference_doors", "organizer#open-the-conference"),
    ("conference_conference_decide", "organizer#open-the-conference"),
    ("conference_staff", "organizer#conference-staff"),
    ("conference_auditevent", "organizer#conference-staff"),
    ("", "organizer#begin"),
]
"""How the name of an address begins, and what explains its page; the first that fits counts."""


@dataclass(frozen=True)
class Guide:
    name: str
    title: str
    html: SafeString
    headings: tuple[str, ...]
    """The fragments that its sections are reached by."""
    language: str


def section_on(url_name: str) -> str:
    """Where the page of that address is explained: a guide's name, `#` and a fragment."""
    return next(section for begins, section in SECTIONS if url_name.startswith(begins))


def address(name: str) -> str:
    """In the conference that is worked in, or of the installation."""
    return reverse("admin:help", args=[name])


def help_address(url_name: str) -> str:
    name, _, fragment = section_on(url_name).partition("#")
    return f"{address(name)}#{fragment}"


@cache
def guide(name: str, language: str = WRITTEN_IN) -> Guide:
    """In that language where it is translated. Raises KeyError for a name that is none of NAMES."""
    if name not in NAMES:
        raise KeyError(name)
    file = file_of(name, language)
    if not file.exists():
        return guide(name)
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(file.read_text())
    title, body = tokens[1].content, tokens[3:]
    fragments = [name_section(at, body) for at in range(len(body)) if is_section(body[at])]
    for token in body:
        for inner in token.children or []:
            lead_here(inner)
    html = markdown.renderer.render(body, markdown.options, {})
    return Guide(name, title, mark_safe(html), tuple(fragments), language)  # noqa: S308 (a file of ours)


def file_of(name: str, language: str) -> Path:
    """`focal-point.md` as it is written, `focal-point.fr.md` translated."""
    return FOLDER / (f"{name}.md" if language == WRITTEN_IN else f"{name}.{language}.md")


def is_section(token: Token) -> bool:
    return token.type == "heading_open" and token.tag == "h2"


def name_section(at: int, tokens: list[Token]) -> str:
    """Gives the heading the fragment that forges give it, so that one link serves both."""
    words = tokens[at + 1].content.lower()
    fragment = re.sub(r"[^\w-]", "", words.replace(" ", "-"))
    tokens[at].attrSet("id", fragment)
    return fragment


def lead_here(token: Token) -> None:
    """Pictures come from the static files; a link to another guide leads to its page.

    Their place is kept before they come: what is being read does not move.
    """
    if token.type == "image":
        source = str(token.attrs["src"])
        token.attrSet("src", static(f"guide/{PurePosixPath(source).name}"))
        width, height = size_of_png(FOLDER / source)
        token.attrSet("width", str(width))
        token.attrSet("height", str(height))
        token.attrSet("loading", "lazy")
    elif token.type == "link_open":
        path, hash_, fragment = str(token.attrs["href"]).partition("#")
        name = PurePosixPath(path).stem
        if path == f"{name}.md" and name in NAMES:
            token.attrSet("href", f"../{name}/{hash_}{fragment}")


def size_of_png(path: Path) -> tuple[int, int]:
    """By its header, so that a web process loads nothing that decodes pictures."""
    with path.open("rb") as file:
        width, height = struct.unpack(">8x4x4xII", file.read(24))
    return width, height
