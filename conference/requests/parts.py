"""A part of a page, asked for alone by htmx: the block of the page's template with that name.

The element that is to be filled has the block's name as its id. A page that has no such part any
more, because what it showed has ended, is loaded anew as a whole.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template import Context
from django.template.base import Template
from django.template.context import make_context
from django.template.loader import get_template
from django.template.loader_tags import BlockNode
from django.template.response import TemplateResponse
from django_htmx.http import HttpResponseClientRefresh
from django_htmx.middleware import HtmxDetails


class Part:
    """What `TemplateResponse` takes for a template: one block of it."""

    def __init__(self, template: Template, block: BlockNode) -> None:
        self.template = template
        self.block = block

    def render(self, context: Any = None, request: HttpRequest | None = None) -> str:
        whole: Context = make_context(context, request, autoescape=self.template.engine.autoescape)
        with whole.render_context.push_state(self.template), whole.bind_template(self.template):
            return self.block.nodelist.render(whole)


def is_asked_alone(request: HttpRequest) -> bool:
    return bool(HtmxDetails(request))


def is_automatic(request: HttpRequest) -> bool:
    """Sent by a part that waits for something, see `static/js/automatic_requests.js`: by nobody who
    is at the screen.
    """
    return "X-Automatic" in request.headers


def part_of(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The part that htmx asks for, without the frame of the page."""
    page: Template = get_template(template).template  # type: ignore[attr-defined]
    blocks: list[Any] = page.nodelist.get_nodes_by_type(BlockNode)
    name = HtmxDetails(request).target
    block = next((block for block in blocks if block.name == name), None)
    if block is None:
        return HttpResponseClientRefresh()
    return TemplateResponse(request, Part(page, block), context)


def whole_pages(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Where a part leads elsewhere, to the sign-in page for one, the page that shows it goes there.

    htmx would follow and put the other page into the part.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        leads_elsewhere = response.has_header("Location") and is_asked_alone(request)
        return HttpResponseClientRefresh() if leads_elsewhere else response

    return middleware
