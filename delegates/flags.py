"""Where the flag of a delegation is found."""

import re
from functools import lru_cache

from django.contrib.staticfiles import finders
from django.templatetags.static import static

CODE = re.compile(r"[a-z]{2}")


@lru_cache(maxsize=1024)
def static_path(code: str) -> str:
    """Path among the static files of the flag with a two-letter code; "" where there is none."""
    path = f"vendor/flags/{code.lower()}.svg"
    is_known = CODE.fullmatch(code.lower()) is not None and finders.find(path) is not None
    return path if is_known else ""


def flag_url(code: str) -> str:
    path = static_path(code)
    return static(path) if path else ""
