"""What a mail says, in one language: the same words as plain text and as HTML."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import linebreaks, urlize
from django.utils.safestring import mark_safe

from conference.addresses import LANGUAGE
from conference.writing.languages import direction

# Stands in what is stored and shown, where what is sent has the code.
CODE = "••••-••••-••••-••••-••••"
LONGEST_SUBJECT = 300
EMPTY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Composed:
    language: str
    subject: str
    text: str
    html: str


def compose(name: str, language: str, context: Mapping[str, Any]) -> Composed:
    """From `templates/mail/<name>.txt`, whose first line is the subject.

    The HTML is made from the plain text: its paragraphs and addresses. There is nothing to be kept
    alike, and nothing that a name could put into it.
    """
    with translation.override(language):
        written = render_to_string(f"mail/{name}.txt", {**context, "code": CODE})
        subject, _line, rest = written.strip().partition("\n")
        text = EMPTY_LINES.sub("\n\n", rest.strip()) + "\n"
        html = render_to_string(
            "mail/frame.html",
            {
                "language": language,
                "direction": direction(language),
                "subject": subject,
                "body": mark_safe(linebreaks(urlize(text, autoescape=True))),  # noqa: S308 (escaped by urlize)
            },
        )
    return Composed(language, " ".join(subject.split())[:LONGEST_SUBJECT], text, html)


def address_of(view: str, *args: object, language: str = "") -> str:
    """Of a page outside the admin, where the installation is reached: work has no request.

    `language` is for a page of accounts, whose address says none by itself.
    """
    page = f"{settings.PUBLIC_URL}{reverse(view, urlconf=settings.ROOT_URLCONF, args=args)}"
    return f"{page}?{LANGUAGE}={language}" if language else page
