"""What was found, in templates."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from conference.writing.matched import stretches

register = template.Library()


@register.filter
def parts(about: str) -> list[str]:
    """What is said of somebody, each on its own: a name in Arabic turns no part but itself."""
    return about.split(" · ")


@register.filter
def in_weight(text: str, query: str) -> SafeString:
    """The text, in bold what the query matches."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<b>{}</b>", stretch.text) if stretch.is_matched else stretch.text,)
            for stretch in stretches(text, query)
        ),
    )
