"""Translated values in templates: what is not in the page's language says which it is in."""

import re

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from conference.writing.languages import IN_LANGUAGES, Localized

register = template.Library()

FROM_THE_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
# From the first to the last letter that is written from the right, as long as none from the left
# comes between; and the bracket that closes one of theirs.
RUN = re.compile(rf"([{FROM_THE_RIGHT}](?:[^A-Za-z\u00c0-\u052f]*[{FROM_THE_RIGHT}])?)(\)?)")
# What lays out pages of PDF knows no `bdi`: marks keep a direction to itself (Unicode UAX 9).
ISOLATE, ISOLATED = "\u2068", "\u2069"


@register.filter
def apart(sentence: object) -> SafeString:
    """A sentence in which words written from the right keep their direction to themselves: no dot,
    bracket or number that follows them stands on their other side. What is HTML already stays.
    """
    text = conditional_escape(str(sentence))
    if "<" in text:
        return text
    return mark_safe(RUN.sub(_isolated, text))  # noqa: S308 - it is escaped before


def _isolated(run: re.Match[str]) -> str:
    words, closing = run.groups()
    if words.count("(") > words.count(")"):
        return f"<bdi>{words}{closing}</bdi>"
    return f"<bdi>{words}</bdi>{closing}"


@register.filter
def marked(value: Localized) -> SafeString:
    """The text, isolated and with its own `lang` and `dir` where it is not in the page's language.

    A text without a language, such as a name, only keeps its direction to itself.
    """
    if value.language == get_language():
        return conditional_escape(value.text)
    if not value.language:
        return format_html("<bdi>{}</bdi>", value.text)
    return format_html(
        '<span lang="{}" dir="{}">{}</span>', value.language, value.direction, value.text
    )


@register.filter
def on_paper(value: Localized) -> SafeString:
    """As `marked`, for what is laid out as PDF."""
    if value.language == get_language():
        return conditional_escape(value.text)
    text = in_isolation(value.text)
    if not value.language:
        return conditional_escape(text)
    return format_html('<span lang="{}">{}</span>', value.language, text)


@register.filter
def in_isolation(text: str) -> str:
    return f"{ISOLATE}{text}{ISOLATED}"


@register.filter
def paragraphs(value: Localized) -> SafeString:
    """Blank lines part paragraphs, line ends stay; each paragraph is marked like `marked`.

    Below a text in another language stands which: nobody takes it for a mistake of the page.
    """
    is_marked = value.language not in ("", get_language())
    opening = (
        format_html('<p lang="{}" dir="{}">', value.language, value.direction)
        if is_marked
        else mark_safe("<p>")
    )
    parts = (part.strip() for part in value.text.replace("\r\n", "\n").split("\n\n"))
    text = format_html_join(
        "", "{}{}</p>", ((opening, _with_line_ends(part)) for part in parts if part)
    )
    said = IN_LANGUAGES.get(value.language) if is_marked and text else None
    return format_html('{}<p class="in-language">{}</p>', text, said) if said else text


def _with_line_ends(text: str) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in text.split("\n")))
