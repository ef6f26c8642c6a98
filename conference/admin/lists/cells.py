"""What cells of every app's lists share."""

from django.utils.html import format_html
from django.utils.safestring import SafeString


def words_with_dot(mark: str, words: str) -> SafeString:
    """A state in words; `mark` (good, wait, bad, off) says it once more by its dot."""
    return format_html('<span class="state state-{}">{}</span>', mark, words)
