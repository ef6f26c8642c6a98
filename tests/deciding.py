"""Making a decision as somebody does who reads its page first."""

import re
from html import unescape
from typing import Any

from django.test import Client

from tests.page_forms import form_values


def decided(client: Client, url: str, **filled: Any) -> Any:
    """The answer to the page's form, sent as it was shown, with what is `filled` in."""
    shown = client.get(url, follow=True).content.decode()
    return client.post(url, form_values(shown, "decision") | filled, follow=True)


def confirmed(client: Client, url: str, asked: Any, **filled: Any) -> Any:
    """The same for the page that an action of a list answered with."""
    return client.post(url, form_values(asked.content.decode(), "decision") | filled, follow=True)


def effects(answer: Any) -> list[str]:
    """What the page says that follows, thing by thing, without its links."""
    return _lines(answer, "consequences")


def left_out(answer: Any) -> list[str]:
    return _lines(answer, "left-out")


def _lines(answer: Any, section: str) -> list[str]:
    content = answer.content.decode()
    found = re.search(rf'<section class="{section}".*?</section>', content, re.DOTALL)
    lines = re.findall("<li>(.*?)</li>", found[0], re.DOTALL) if found else []
    return [unescape(re.sub("<[^>]*>", "", line)).strip() for line in lines]
